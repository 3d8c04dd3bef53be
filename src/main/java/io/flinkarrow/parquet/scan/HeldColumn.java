package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.chunk.ColumnChunkReader;
import io.flinkarrow.refusal.TooLargeException;
import java.io.IOException;

/** A column of the row group that is read, and how much it held when that was last counted. */
final class HeldColumn {

  private final String name;
  private final String place;
  private final ColumnChunkReader<?> reader;
  private long bytes;
  private long pageBytes;

  /**
   * @param place of the row group, for messages
   */
  HeldColumn(String name, String place, ColumnChunkReader<?> reader) {
    this.name = name;
    this.place = place;
    this.reader = reader;
  }

  String name() {
    return name;
  }

  ColumnChunkReader<?> reader() {
    return reader;
  }

  /** {@link ColumnChunkReader#letGo}. */
  void letGo(int mostBytes) throws IOException {
    try {
      reader.letGo(mostBytes);
    } catch (TooLargeException e) {
      throw new IOException(
          "Column '%s' cannot be read in %s: %s".formatted(name, place, e.getMessage()), e);
    }
  }

  /** Counts again. */
  void count() {
    bytes = reader.retainedBytes();
    pageBytes = reader.pageBytes();
  }

  /** Heap bytes of all that it held. */
  long bytes() {
    return bytes;
  }

  /** Heap bytes of what it could have let go. */
  long pageBytes() {
    return pageBytes;
  }
}
