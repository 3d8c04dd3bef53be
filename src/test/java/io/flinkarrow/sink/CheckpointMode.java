package io.flinkarrow.sink;

import java.time.Duration;

/** What becomes of open part files at a checkpoint. */
enum CheckpointMode {
  ENDS_FILES {
    @Override
    <T> ArrowParquetSink.Builder<T> set(ArrowParquetSink.Builder<T> sink) {
      return sink;
    }
  },
  KEEPS_FILES_OPEN {
    @Override
    <T> ArrowParquetSink.Builder<T> set(ArrowParquetSink.Builder<T> sink) {
      return sink.keepFilesOpen(true).rollAtAge(Duration.ofHours(1));
    }
  };

  /** Files of the second kind end by an age that no test reaches, unless it sets another one. */
  abstract <T> ArrowParquetSink.Builder<T> set(ArrowParquetSink.Builder<T> sink);
}
