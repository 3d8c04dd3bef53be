package io.flinkarrow.examples;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;

/** An Arrow IPC file of one batch. Its vectors live as long as whoever uses them. */
final class ArrowFile {

  /** Makes something of vectors that are gone when it returns. */
  interface Use<T> {
    T of(VectorSchemaRoot vectors) throws IOException;
  }

  private ArrowFile() {}

  static <T> T read(Path file, Use<T> use) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        FileChannel channel = FileChannel.open(file);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      if (!reader.loadNextBatch() || reader.getRecordBlocks().size() > 1) {
        throw new IOException(file + " should hold exactly one Arrow record batch");
      }
      return use.of(reader.getVectorSchemaRoot());
    }
  }
}
