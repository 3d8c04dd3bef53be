package io.flinkarrow.sink.file;

import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;

/** What a rolling policy may ask of a part file. No method asks the stream. */
public interface OpenPartFile extends PartFileInfo<String> {

  /** What reached the stream, and an estimate of what is still buffered. */
  @Override
  long getSize();

  /** Rows in the file, to the last one. */
  long rows();

  /** Whether a store may soon refuse further parts of the file's upload. */
  boolean hasManyParts();

  /** Whether the file takes no further element, so that it is to be closed at the next occasion. */
  boolean hasEnded();
}
