package console

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
)

// settingsView is what holds for all endpoints.
type settingsView struct {
	StartDate, LookbackDays, RequestsPerSecond string
	Fault                                      string
}

func (c *Console) saveSettings(w http.ResponseWriter, r *http.Request) {
	typed := settingsView{StartDate: text(r, "start_date"), LookbackDays: text(r, "lookback_days"), RequestsPerSecond: text(r, "requests_per_second")}
	_, err := c.workspace.update(func(f *form) error { return typed.apply(f) })
	if err != nil {
		typed.Fault = words.Sentence(err.Error())
		c.renderConfigure(w, r, http.StatusUnprocessableEntity, configureView{Settings: typed})
		return
	}
	http.Redirect(w, r, "/configure", http.StatusSeeOther)
}

// apply puts the settings into a form, judged as config.Load judges them.
func (v settingsView) apply(f *form) error {
	for _, number := range []struct{ name, value string }{{"Lookback Days", v.LookbackDays}, {"Requests per Second", v.RequestsPerSecond}} {
		if _, err := strconv.ParseFloat(number.value, 64); number.value != "" && (err != nil || !json.Valid([]byte(number.value))) {
			return fmt.Errorf("%s must be a number", number.name)
		}
	}
	f.StartDate, f.LookbackDays, f.RequestsPerSecond = v.StartDate, json.Number(v.LookbackDays), json.Number(v.RequestsPerSecond)
	probe := *f
	probe.Credentials, probe.Endpoints = standIn, []endpoint{{Path: "/me"}}
	_, _, err := config.Load(probe.JSON())
	return err
}

// text gives a field of a request without the blanks around it.
func text(r *http.Request, name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
