/**
 * What becomes of part files once they are committed.
 *
 * <p>From: what the sink's committer has committed. To: a stream of files, each with what its
 * footer says. Knows Flink's operators.
 */
package io.flinkarrow.sink.committed;
