package console

import (
	"errors"
	"net/http"
	"slices"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
)

// formLaidOut are the fields of the form that have pages of their own.
var formLaidOut = []string{"region", "credentials", "endpoints"}

// settings are the fields that hold for all endpoints, with what is wrong with them.
func (f form) settings() []control {
	probe := f
	probe.Credentials, probe.Endpoints = standIn, []endpoint{{Path: "/me"}}
	_, _, err := config.Load(probe.JSON())
	faults, _ := errors.AsType[config.Faults](err)
	settings := controls(config.FormFields(), formLaidOut, f.rest)
	for i := range settings {
		for _, fault := range faults {
			if fault.Place.Property() == settings[i].Name {
				settings[i].Faults = append(settings[i].Faults, words.Sentence(fault.Message))
			}
		}
	}
	return settings
}

// faulty reports whether anything is wrong with one of the controls.
func faulty(all []control) bool {
	return slices.ContainsFunc(all, func(c control) bool { return len(c.Faults) > 0 })
}

func (c *Console) saveSettings(w http.ResponseWriter, r *http.Request) {
	was := r.PostFormValue(wasField)
	typed := typeSettings(r, c.workspace.state().form)
	if settings := typed.settings(); faulty(settings) {
		c.renderConfigure(w, r, http.StatusUnprocessableEntity, configureView{Settings: settings, Was: was})
		return
	}
	_, err := c.workspace.update(func(f *form) error {
		if was != "" && was != f.settingsFingerprint() {
			return errOutOfDate
		}
		*f = typeSettings(r, *f)
		return nil
	})
	if errors.Is(err, errOutOfDate) {
		c.offerResend(w, r)
		return
	}
	if err != nil {
		c.renderConfigure(w, r, http.StatusUnprocessableEntity, configureView{Failure: newFailure("The settings were not saved", err)})
		return
	}
	http.Redirect(w, r, "/configure", http.StatusSeeOther)
}

// typeSettings returns the form with the settings of a request.
func typeSettings(r *http.Request, f form) form {
	for _, c := range controls(config.FormFields(), formLaidOut, f.rest) {
		f.rest = c.read(r, f.rest)
	}
	return f
}
