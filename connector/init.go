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
	f.text(&i.region, "region", "NAME", "where the account was opened: "+strings.Join(regionNames(), ", "))
	f.text(&i.auth, "auth", "KIND", explained("what the account is read with, the first by default:", authTypes(), natures()))
	f.text(&i.set, "set", "NAME", explained("the endpoints to begin with:", append(setNames(), sampleSet), append(purposes(), samplePurpose+"; for the sandbox")))
}

// explained returns help with a line for each name.
func explained(about string, names, meanings []string) string {
	for i, name := range names {
		about += "\n" + name + ": " + meanings[i]
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
	region, err := i.chooseRegion(ctx, a)
	if err != nil {
		return err
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
		return &inputError{"output", output, err}
	}
	return p.stdout.Print(fmt.Appendf(nil, `%[2]s is written, for you alone to read. Next:

  %[1]s check --config %[2]s
  %[1]s read  --config %[2]s > messages.jsonl
`, program(), output))
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
	var titles []string
	for _, r := range config.Regions() {
		titles = append(titles, r.Title)
	}
	name, err := a.choice(ctx, i.region, "Region", regionNames(), titles)
	if err != nil {
		return config.Region{}, answerError("region", i.region, err)
	}
	region, _ := config.LookupRegion(name)
	return region, nil
}

// chooseKind returns the kind of the credentials. Only where a region has several is a person asked.
func (i *initVerb) chooseKind(ctx context.Context, a *asker, region config.Region) (config.Kind, error) {
	kinds := config.Kinds()
	name := i.auth
	if name == "" && (a.terminal == nil || region.TokenURL == "" || region.Name == config.Sandbox) {
		name = kinds[0].AuthType
	}
	name, err := a.choice(ctx, name, "Credentials", authTypes(), natures())
	if err != nil {
		return config.Kind{}, answerError("auth", i.auth, err)
	}
	return kinds[slices.Index(authTypes(), name)], nil
}

// askKeys returns the keys in the order of their kind. The sandbox's are known.
func (i *initVerb) askKeys(ctx context.Context, a *asker, region config.Region) (config.Kind, []string, error) {
	kind, err := i.chooseKind(ctx, a, region)
	if err != nil {
		return kind, nil, err
	}
	if region.Name == config.Sandbox && kind.AuthType == config.ApplicationKeys {
		return kind, sandboxKeys, nil
	}
	if a.terminal != nil && kind.AuthType == config.ApplicationKeys {
		fmt.Fprintf(a.to, "One page creates the three keys: %s?GET=/*\n", region.CreateTokenURL)
	}
	var keys []string
	for _, field := range kind.Fields {
		key, err := a.secret(ctx, field.Title)
		if err != nil {
			return kind, nil, err
		}
		keys = append(keys, key)
	}
	return kind, keys, nil
}

// sampleSet is the list of endpoints of the sample configuration, all of which the sandbox has.
const (
	sampleSet     = "sample"
	samplePurpose = "every kind of stream, as the demo reads them"
)

// chooseSet returns the endpoints of a ready set.
func (i *initVerb) chooseSet(ctx context.Context, a *asker, region config.Region) ([]byte, error) {
	names, meanings := setNames(), purposes()
	if region.Name == config.Sandbox {
		names, meanings = slices.Insert(names, 0, sampleSet), slices.Insert(meanings, 0, samplePurpose)
	}
	name, err := a.choice(ctx, i.set, "Endpoints", names, meanings)
	if err != nil {
		return nil, answerError("set", i.set, err)
	}
	if name != sampleSet {
		return schemas.Examples.ReadFile("examples/" + name + ".json")
	}
	var form struct{ Endpoints json.RawMessage }
	err = json.Unmarshal(schemas.SampleConfig, &form)
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

func regionNames() []string {
	var names []string
	for _, r := range config.Regions() {
		names = append(names, r.Name)
	}
	return names
}

func authTypes() []string {
	var types []string
	for _, k := range config.Kinds() {
		types = append(types, k.AuthType)
	}
	return types
}

func setNames() []string {
	var names []string
	for _, set := range schemas.Sets {
		names = append(names, set.Name)
	}
	return names
}

func natures() []string {
	var natures []string
	for _, k := range config.Kinds() {
		natures = append(natures, k.Nature)
	}
	return natures
}

func purposes() []string {
	var purposes []string
	for _, set := range schemas.Sets {
		purposes = append(purposes, set.Purpose)
	}
	return purposes
}
