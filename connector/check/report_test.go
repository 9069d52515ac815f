package check

import (
	"errors"
	"testing"
)

func TestReport(t *testing.T) {
	r := &Report{Account: "xx1-ovh"}
	if got, want := r.String(), "Connected as xx1-ovh."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.warn("%d rights", 2)
	if got, want := r.String(), "Connected as xx1-ovh.\nNote: 2 rights"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.Problem(errors.New("no such path\nno such field"))
	if got, want := r.String(), "No such path\nNo such field\nNote: 2 rights"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
