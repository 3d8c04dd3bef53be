package io.flinkarrow.benchmark.contestant;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A floor: the bytes of the batches' buffers go to the file as they are. */
final class BytesToFile implements FileFromBatches {

  private final List<VectorSchemaRoot> batches;

  BytesToFile(List<VectorSchemaRoot> batches) {
    this.batches = batches;
  }

  @Override
  public void write(Path file, CompressionCodec codec) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (VectorSchemaRoot batch : batches) {
        for (FieldVector vector : batch.getFieldVectors()) {
          for (ArrowBuf buffer : vector.getBuffers(false)) {
            ByteBuffer bytes = buffer.nioBuffer(0, (int) buffer.writerIndex());
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          }
        }
      }
    }
  }
}
