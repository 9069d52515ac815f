package console

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

// open puts a configuration from a file in the place of this one.
func (c *Console) open(w http.ResponseWriter, r *http.Request) {
	f, err := openForm(r)
	if err == nil {
		err = c.workspace.replace(f)
	}
	if err != nil {
		c.renderConfigure(w, r, http.StatusUnprocessableEntity, configureView{Failure: newFailure("The file was not opened", err)})
		return
	}
	http.Redirect(w, r, "/configure", http.StatusSeeOther)
}

func openForm(r *http.Request) (form, error) {
	file, _, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return form{}, errors.New("choose a configuration file first")
	}
	if err != nil {
		return form{}, fmt.Errorf("receive the file: %w", err)
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return form{}, fmt.Errorf("receive the file: %w", err)
	}
	return parseForm(data)
}
