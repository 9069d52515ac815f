//go:build !race

package apischema

const raceDetector = false
