//go:build race

package apischema

// raceDetector tells that the tests run slowed down by it, so that times mean nothing.
const raceDetector = true
