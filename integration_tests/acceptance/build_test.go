//go:build image

package acceptance

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"
)

// buildPatience bounds what it takes to have the image. The longest part compiles Go's library and
// the connector without a cache, a few minutes on two cores.
const buildPatience = 10 * time.Minute

// engineStop ends the engine of the tests, if they have started one.
var engineStop func()

// needImage has an engine, in it the base images, and the image that the tests run, built once for
// all of them.
func needImage(t *testing.T) {
	t.Helper()
	if err := provideImage(); err != nil {
		t.Fatal(err)
	}
}

var provideImage = sync.OnceValue(func() (err error) {
	// The image outlives the test that is the first to need it.
	ctx, cancel := context.WithTimeout(context.Background(), buildPatience)
	defer cancel()
	if engineStop, err = startEngine(ctx); err != nil {
		return fmt.Errorf("the tests of the image need a Docker engine: %w", err)
	}
	if err := provideBases(ctx); err != nil {
		return fmt.Errorf("providing the base images of the Dockerfile: %w", err)
	}
	if err := buildImage(ctx); err != nil {
		return fmt.Errorf("building the image: %w", err)
	}
	return nil
})

// releaseImage leaves the machine without what provideImage has made.
func releaseImage() error {
	if engineStop == nil {
		return nil
	}
	defer engineStop()
	return removeImages(context.Background())
}

// buildImage builds the Dockerfile as it is. The network is the engine's own: the stand-ins need
// none, the real base images need it for the modules.
func buildImage(ctx context.Context) error {
	args := []string{"build", "--tag", tag}
	if len(standIns) > 0 {
		args = append(args, "--network", "none")
	}
	fmt.Fprintln(os.Stderr, "building the image")
	_, err := must(ctx, nil, append(args, module)...)
	return err
}
