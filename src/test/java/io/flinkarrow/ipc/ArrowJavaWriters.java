package io.flinkarrow.ipc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;

/** Payloads as arrow-java's own writers make them. */
final class ArrowJavaWriters {

  private ArrowJavaWriters() {}

  static byte[] stream(VectorSchemaRoot root, DictionaryProvider dictionaries) {
    return stream(root, dictionaries, CodecType.NO_COMPRESSION);
  }

  static byte[] stream(VectorSchemaRoot root, DictionaryProvider dictionaries, CodecType codec) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArrowWriter writer =
        new ArrowStreamWriter(
            root, dictionaries, Channels.newChannel(out), IpcOption.DEFAULT, factory(codec), codec);
    return written(writer, out);
  }

  static byte[] file(VectorSchemaRoot root, DictionaryProvider dictionaries, CodecType codec) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArrowWriter writer =
        new ArrowFileWriter(
            root,
            dictionaries,
            Channels.newChannel(out),
            null,
            IpcOption.DEFAULT,
            factory(codec),
            codec);
    return written(writer, out);
  }

  private static CompressionCodec.Factory factory(CodecType codec) {
    return codec == CodecType.NO_COMPRESSION
        ? NoCompressionCodec.Factory.INSTANCE
        : CommonsCompressionFactory.INSTANCE;
  }

  /** The root twice: two batches. */
  private static byte[] written(ArrowWriter writer, ByteArrayOutputStream out) {
    try (writer) {
      writer.start();
      writer.writeBatch();
      writer.writeBatch();
      writer.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
