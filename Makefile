# Without make, call what stands behind a target: sh .ci/setup demo, sh .ci/setup test.
.PHONY: demo test

demo:
	@sh .ci/setup demo

test:
	@sh .ci/setup test
