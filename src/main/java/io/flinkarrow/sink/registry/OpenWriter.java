package io.flinkarrow.sink.registry;

import java.io.IOException;

/**
 * A part file writer as the {@link OpenWriters} see it. Called only by the thread that opened the
 * writer, except for {@link #finishAhead()}.
 */
public interface OpenWriter {

  /** What it holds now. */
  WriterMemoryUsage state();

  /** Ends the row group and sends it to the stream, to give heap back. */
  void flushRowGroup() throws IOException;

  /** Completes the file and leaves the registry, to give all heap back. It takes no more rows. */
  void endFile() throws IOException;

  /**
   * Does what it can of finishing the file, before Flink finishes it; takes no more rows. By any
   * thread, while no other uses the writer. A failure is thrown only when Flink finishes the file.
   */
  void finishAhead();
}
