//go:build image

package acceptance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// standIns are the base images that were made here because they could not be pulled.
var standIns []string

// userland is the base of the image itself.
var userland string

// from finds the base images of a Dockerfile, in its order: the builder's, then the image's.
var from = regexp.MustCompile(`(?m)^FROM (?:--platform=\S+ )?(\S+)`)

// provideBases has the base images of the Dockerfile in the engine: those that it has or can pull,
// and stand-ins of the same names for the others, which [removeImages] removes.
func provideBases(ctx context.Context) error {
	text, err := os.ReadFile(filepath.Join(module, "Dockerfile"))
	if err != nil {
		return err
	}
	bases := from.FindAllStringSubmatch(string(text), -1)
	if len(bases) != 2 {
		return fmt.Errorf("the Dockerfile has %d base images, want the builder's and the image's", len(bases))
	}
	userland = bases[1][1]
	for i, standIn := range []func(context.Context, string) error{standInForGo, standInForUserland} {
		name := bases[i][1]
		if has(ctx, name) {
			continue
		}
		fmt.Fprintf(os.Stderr, "%s cannot be pulled: a stand-in is made of this machine's files\n", name)
		if err := standIn(ctx, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		standIns = append(standIns, name)
	}
	return nil
}

// removeImages leaves the engine without the image of the tests and the stand-ins, which bear the
// names of images that they are not.
func removeImages(ctx context.Context) error {
	r, err := docker(ctx, nil, append([]string{"image", "rm", "--force", tag}, standIns...)...)
	if err == nil && r.exit != 0 {
		err = fmt.Errorf("removing the images: %s", r.stderr)
	}
	return err
}

// has reports whether the engine has an image, if need be after pulling it.
func has(ctx context.Context, name string) bool {
	for _, args := range [][]string{{"image", "inspect", name}, {"pull", "--quiet", name}} {
		if r, err := docker(ctx, nil, args...); err == nil && r.exit == 0 {
			return true
		}
	}
	return false
}
