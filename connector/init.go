package connector

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/atomicfile"
	"source-ovhcloud-api/schemas"
)

// initVerb writes a first configuration of what a person answers. A question whose answer is a flag
// is not asked.
type initVerb struct {
	output, region, auth, set string
	overwrite                 bool
}

// defaultOutput is what the documentation calls a configuration.
const defaultOutput = "config.json"

func (i *initVerb) flags(f *flagSet) {
	f.text(&i.output, "output", fileValue, "the file to write; "+defaultOutput+" by default")
	f.set.BoolVar(&i.overwrite, "overwrite", false, "write it even if it exists")
	f.choice(&i.region, "region", "NAME", "where the account was opened: "+strings.Join(namesOf(regions()), ", "), namesOf(regions())...)
	f.choice(&i.auth, "auth", "KIND", explained("what the account is read with, the first by default; its keys are asked for, or read from stdin, a line each, in this order:", kindsWithKeys()), namesOf(kinds())...)
	ready := append(sets(), sample)
	f.choice(&i.set, "set", "NAME", explained("the endpoints to begin with, sample in the sandbox only:", ready), namesOf(ready)...)
}

// explained returns help with a line for each option.
func explained(about string, options []option) string {
	for _, o := range options {
		about += "\n" + o.name + ": " + o.meaning
	}
	return about
}

func (*initVerb) forPeople() {}

func (i *initVerb) run(ctx context.Context, p *process) error {
	output := i.output
	if output == "" {
		output = defaultOutput
	}
	a := newAsker(p.stdin, p.stderr)
	if err := i.mayWrite(ctx, a, output); err != nil {
		return err
	}
	// The answers would be lost, too.
	if err := atomicfile.CanWritePrivately(output); err != nil {
		return outputError(output, err)
	}
	region, err := i.chooseRegion(ctx, a)
	if err != nil {
		return err
	}
	if i.set != "" {
		// It is judged before a person has typed keys.
		if _, err := i.chooseSet(ctx, a, region); err != nil {
			return err
		}
	}
	kind, keys, err := i.askKeys(ctx, a, region)
	if err != nil {
		return err
	}
	endpoints, err := i.chooseSet(ctx, a, region)
	if err != nil {
		return err
	}
	p.out.Mask(keys...)
	form, err := writeForm(region.Name, kind, keys, endpoints)
	if err != nil {
		return fmt.Errorf("write the configuration: %w", err)
	}
	if _, _, err := config.Load(form); err != nil {
		return err
	}
	if err := atomicfile.WritePrivately(output, form); err != nil {
		return outputError(output, err)
	}
	return p.stdout.Print(fmt.Appendf(nil, `%[2]s is written, for you alone to read. Next:

  %[1]s check --config %[2]s
  %[1]s read  --config %[2]s > messages.jsonl
`, program(), output))
}

// outputError returns the error of a file that cannot be written.
func outputError(output string, err error) error {
	err = withoutPath(err)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("its folder does not exist: %w", err)
	}
	return &inputError{"output", output, err}
}

// mayWrite returns an error unless the file does not exist or may be overwritten.
func (i *initVerb) mayWrite(ctx context.Context, a *asker, output string) error {
	_, err := os.Lstat(output)
	if i.overwrite || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if a.terminal != nil {
		answer, err := a.line(ctx, output+" exists. Overwrite it? [no]")
		if err != nil || strings.HasPrefix(strings.ToLower(answer), "y") {
			return err
		}
	}
	return &inputError{"output", output, errors.New("the file exists; choose another one, or add --overwrite")}
}

func (i *initVerb) chooseRegion(ctx context.Context, a *asker) (config.Region, error) {
	name, err := a.choice(ctx, i.region, "Region", regions())
	if err != nil {
		return config.Region{}, answerError("region", i.region, err)
	}
	region, _ := config.LookupRegion(name)
	return region, nil
}

// chooseKind returns the kind of the credentials. Only where a region has several is a person asked.
func (i *initVerb) chooseKind(ctx context.Context, a *asker, region config.Region) (config.Kind, error) {
	options, name := kinds(), i.auth
	if name == "" && (a.terminal == nil || region.TokenURL == "" || region.Name == config.Sandbox) {
		name = options[0].name
	}
	name, err := a.choice(ctx, name, "Credentials", options)
	if err != nil {
		return config.Kind{}, answerError("auth", i.auth, err)
	}
	return config.Kinds()[slices.Index(namesOf(options), name)], nil
}

// askKeys returns the keys in the order of their kind. The sandbox's are known.
func (i *initVerb) askKeys(ctx context.Context, a *asker, region config.Region) (config.Kind, []string, error) {
	kind, err := i.chooseKind(ctx, a, region)
	if err != nil {
		return kind, nil, err
	}
	if region.Name == config.Sandbox {
		return kind, sandboxKeys[kind.AuthType], nil
	}
	if a.terminal != nil && kind.AuthType == config.ApplicationKeys {
		fmt.Fprintf(a.to, "One page creates the three keys: %s?GET=/*\n", region.CreateTokenURL)
	}
	var keys []string
	for _, field := range kind.Fields {
		key, err := a.key(ctx, field.Title)
		if err != nil && a.terminal == nil {
			err = fmt.Errorf("%w; keys are read from stdin, a line each: %s", err, keysOf(kind))
		}
		if err != nil {
			return kind, nil, err
		}
		keys = append(keys, key)
	}
	return kind, keys, nil
}

// sample is the list of endpoints of the sample configuration, all of which the sandbox has.
var sample = option{"sample", "every kind of stream, as the demo reads them"}

// chooseSet returns the endpoints of a ready set that the region can have.
func (i *initVerb) chooseSet(ctx context.Context, a *asker, region config.Region) ([]byte, error) {
	var options []option
	for _, set := range append([]option{sample}, sets()...) {
		why, err := unfit(set.name, region)
		if err != nil {
			return nil, err
		}
		if why == "" {
			options = append(options, set)
		} else if i.set == set.name {
			return nil, &inputError{"set", i.set, errors.New(why)}
		}
	}
	name, err := a.choice(ctx, i.set, "Endpoints", options)
	if err != nil {
		return nil, answerError("set", i.set, err)
	}
	return endpointsOf(name)
}

// unfit says why a region cannot have a set of endpoints; empty if it can.
func unfit(set string, region config.Region) (why string, err error) {
	if set == sample.name && region.Name != config.Sandbox {
		return "the set sample is for the region sandbox, whose account it reads", nil
	}
	if region.HasV2 {
		return "", nil
	}
	list, err := endpointsOf(set)
	if err != nil {
		return "", err
	}
	var endpoints []struct{ Path string }
	if err := json.Unmarshal(list, &endpoints); err != nil {
		return "", fmt.Errorf("the set %s: %w", set, err)
	}
	for _, e := range endpoints {
		if path, err := config.ParsePath(e.Path); err == nil && path.Branch() == "v2" {
			return fmt.Sprintf("the set %s needs version 2 of the API, which %s does not have", set, region.Name), nil
		}
	}
	return "", nil
}

// endpointsOf returns the endpoints of a ready set, a list in JSON.
func endpointsOf(set string) ([]byte, error) {
	if set != sample.name {
		return schemas.Examples.ReadFile("examples/" + set + ".json")
	}
	var form struct{ Endpoints json.RawMessage }
	err := json.Unmarshal(schemas.SampleConfig, &form)
	// It is indented as a member of a form.
	return bytes.ReplaceAll(form.Endpoints, []byte("\n  "), []byte("\n")), err
}

// answerError returns the error of an answer that may have been a flag.
func answerError(flag, given string, err error) error {
	if given == "" {
		return fmt.Errorf("%w; it may be given as --%s", err, flag)
	}
	return &inputError{flag, given, err}
}

func regions() []option {
	var options []option
	for _, r := range config.Regions() {
		options = append(options, option{r.Name, r.Title})
	}
	return options
}

func kinds() []option {
	var options []option
	for _, k := range config.Kinds() {
		options = append(options, option{k.AuthType, k.Nature})
	}
	return options
}

// kindsWithKeys is kinds with the keys that each asks for.
func kindsWithKeys() []option {
	options := kinds()
	for i, k := range config.Kinds() {
		options[i].meaning += ": " + keysOf(k)
	}
	return options
}

// keysOf lists the keys of a kind in the order in which they are asked for.
func keysOf(kind config.Kind) string {
	var titles []string
	for _, field := range kind.Fields {
		titles = append(titles, field.Title)
	}
	return strings.Join(titles, ", ")
}

func sets() []option {
	var options []option
	for _, s := range schemas.Sets {
		options = append(options, option{s.Name, s.Purpose})
	}
	return options
}
