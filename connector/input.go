package connector

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/protocol"
)

// input is a flag that names a file to read.
type input struct {
	wants string
	// kinds are what may be in the file, beside what is not known.
	kinds []fileKind
	// missing says what to do where there is no such file.
	missing string
}

func inputs(flag string) input {
	switch flag {
	case "catalog":
		// What discover prints may begin with its log.
		return input{"a catalog", []fileKind{catalogFile, messagesFile}, program() + " catalog prints one, and without --catalog every stream is read"}
	case "state":
		// So does the output of a read, which has its states.
		return input{"a state", []fileKind{stateFile, messagesFile}, "before the first read there is none: leave out --state, or give an empty file"}
	}
	return input{"a configuration", []fileKind{configurationFile}, program() + " init writes one"}
}

// readFile reads a file that a flag names. One that is known to be for another flag is an error.
func readFile(flag, file string) ([]byte, error) {
	in := inputs(flag)
	data, err := os.ReadFile(file)
	if err != nil {
		err = withoutPath(err)
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("%w; %s", err, in.missing)
		}
		return nil, &inputError{flag, file, err}
	}
	if kind := recognize(data); kind != unknownFile && !slices.Contains(in.kinds, kind) {
		return nil, &inputError{flag, file, fmt.Errorf("this is %s, not %s", kind, in.wants)}
	}
	return data, nil
}

// withoutPath returns what went wrong with a file whose path is said by an [*inputError].
func withoutPath(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	return err
}

// loadConfig reads the form, keeps its secrets out of every message from then
// on, and logs its warnings.
func (p *process) loadConfig(file string) (*config.Config, error) {
	cfg, _, err := p.loadForm(file)
	return cfg, err
}

// loadForm is loadConfig that gives the warnings as well.
func (p *process) loadForm(file string) (cfg *config.Config, warnings []string, err error) {
	data, err := readFile("config", file)
	if err != nil {
		return nil, nil, err
	}
	p.out.Mask(config.Secrets(data)...)
	cfg, warnings, err = config.Load(data)
	for _, warning := range warnings {
		p.log.Warn().Msg(warning)
	}
	// Faults name the fields of the form, which need not have come from a file; what is no form at
	// all has.
	if faults, ok := errors.AsType[config.Faults](err); err != nil && (!ok || len(faults[0].Place) == 0) {
		err = &inputError{"config", file, err}
	}
	return cfg, warnings, err
}

// loadCatalog reads the configured catalog.
func (p *process) loadCatalog(file string) (protocol.ConfiguredCatalog, error) {
	data, err := readFile("catalog", file)
	if err != nil {
		return protocol.ConfiguredCatalog{}, err
	}
	catalog, err := protocol.ParseCatalog(data)
	if err != nil {
		return catalog, &inputError{"catalog", file, err}
	}
	if catalog.Discovered {
		p.log.Warn().Msgf("--catalog %s is what discover prints, which selects nothing yet; all of its streams are read, incrementally where they can be", file)
	}
	return catalog, nil
}

// loadStates reads the states of earlier runs; no file is no state.
func (p *process) loadStates(file string) (protocol.States, error) {
	if file == "" {
		return nil, nil
	}
	data, err := readFile("state", file)
	if err != nil {
		return nil, err
	}
	states, warnings, err := protocol.ParseStates(data)
	for _, warning := range warnings {
		p.log.Warn().Msgf("--state %s: %s", file, warning)
	}
	if err != nil {
		return nil, &inputError{"state", file, fmt.Errorf("%w; without --state everything is read anew", err)}
	}
	return states, nil
}
