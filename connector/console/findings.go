package console

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
)

// reportView is what a check found: what has to be corrected, each with the way to it, and what is
// good to know, one line for what is said of several endpoints.
type reportView struct {
	Title    string
	Problems []findingView
	Notes    []noteView
	NotedOf  int // findings that the notes are made of
}

type findingView struct {
	Text, Link string // "" for what is no one field's
}

type noteView struct {
	Text      string
	Endpoints []findingView
}

// newFormReport shows what is wrong with a form by itself.
func newFormReport(err error, f form) *reportView {
	v := &reportView{Title: "The configuration cannot be used yet"}
	faults, ok := errors.AsType[config.Faults](err)
	if !ok {
		v.Problems = []findingView{{Text: words.Sentence(err.Error())}}
	}
	for _, fault := range faults {
		v.Problems = append(v.Problems, findingView{fault.String(), linkTo(fault.Place, f)})
	}
	return v
}

func newReportView(report *check.Report, f form) *reportView {
	v := &reportView{NotedOf: len(report.Warnings)}
	if report.Passed() {
		v.Title = "Connected as " + report.Account
	} else {
		v.Title = plural(len(report.Problems), "problem")
	}
	for _, found := range report.Problems {
		v.Problems = append(v.Problems, findingView{found.Text, linkTo(found.Place, f)})
	}
	for _, found := range report.Warnings {
		endpoint, _, _ := found.Place.InEndpoint()
		text := words.Sentence(strings.TrimPrefix(found.Text, "endpoint "+endpoint.Entry+": "))
		at := slices.IndexFunc(v.Notes, func(n noteView) bool { return n.Text == text })
		if at < 0 {
			at = len(v.Notes)
			v.Notes = append(v.Notes, noteView{Text: text})
		}
		if endpoint.Entry != "" {
			v.Notes[at].Endpoints = append(v.Notes[at].Endpoints, findingView{endpoint.Entry, linkTo(found.Place, f)})
		}
	}
	return v
}

// linkTo returns the address at which a place of the form is filled in.
func linkTo(place config.Place, f form) string {
	if step, at, ok := place.InEndpoint(); ok {
		index := step.Index
		if step.Entry != "" {
			index = slices.IndexFunc(f.Endpoints, func(e endpoint) bool { return e.streamName() == step.Entry })
		}
		if index < 0 || index >= len(f.Endpoints) {
			return ""
		}
		return "/configure/" + strconv.Itoa(index+1) + "#" + cmp.Or(dialogField(at, f.Endpoints[index]), "path")
	}
	switch field := place.Property(); {
	case len(place) == 0 || field == "endpoints":
		return ""
	case place[0].Property == "region" || place[0].Property == "credentials":
		return "/account#" + field
	default:
		return "/configure#" + field
	}
}
