package io.flinkarrow.benchmark.contestant;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.xerial.snappy.Snappy;

/**
 * A floor: the codec alone over the page bodies of a finished file of this project's, page by page
 * in one shot each, its results dropped. What it writes is an empty file.
 */
final class CodecOverPages implements FileFromBatches {

  private final FileFromBatches writer;
  private final Map<CompressionCodec, List<byte[]>> bodies = new EnumMap<>(CompressionCodec.class);

  CodecOverPages(FileFromBatches writer) {
    this.writer = writer;
  }

  @Override
  public void prepare(Path folder, CompressionCodec codec) throws Exception {
    if (bodies.containsKey(codec)) {
      return;
    }
    bodies.clear();
    Path file = folder.resolve("pages-of-the-floor.parquet");
    writer.write(file, codec);
    bodies.put(codec, pageBodies(Files.readAllBytes(file)));
    Files.delete(file);
  }

  @Override
  public void write(Path file, CompressionCodec codec) throws IOException {
    List<byte[]> pages = bodies.get(codec);
    int longest = pages.stream().mapToInt(page -> page.length).max().orElse(0);
    switch (codec) {
      case SNAPPY -> {
        byte[] output = new byte[Snappy.maxCompressedLength(longest)];
        for (byte[] page : pages) {
          Snappy.rawCompress(page, 0, page.length, output, 0);
        }
      }
      case ZSTD -> {
        byte[] output = new byte[(int) Zstd.compressBound(longest)];
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
          context.setLevel(ZSTD_LEVEL);
          for (byte[] page : pages) {
            context.compressByteArray(output, 0, output.length, page, 0, page.length);
          }
        }
      }
      case UNCOMPRESSED, GZIP, LZ4_RAW, BROTLI ->
          throw new IllegalArgumentException("The codec floor is not measured with " + codec);
    }
    Files.createFile(file);
  }

  /** The bodies of all pages before compression, dictionary pages included. */
  private static List<byte[]> pageBodies(byte[] file) throws IOException {
    int footerBytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
    FileMetaData footer =
        Util.readFileMetaData(
            new ByteArrayInputStream(file, file.length - 8 - footerBytes, footerBytes));
    List<byte[]> bodies = new ArrayList<>();
    for (RowGroup rowGroup : footer.getRow_groups()) {
      for (ColumnChunk chunk : rowGroup.getColumns()) {
        addBodies(file, chunk.getMeta_data(), bodies);
      }
    }
    return bodies;
  }

  private static void addBodies(byte[] file, ColumnMetaData chunk, List<byte[]> bodies)
      throws IOException {
    long start =
        chunk.isSetDictionary_page_offset()
            ? chunk.getDictionary_page_offset()
            : chunk.getData_page_offset();
    int length = Math.toIntExact(chunk.getTotal_compressed_size());
    ByteArrayInputStream in = new ByteArrayInputStream(file, Math.toIntExact(start), length);
    while (in.available() > 0) {
      PageHeader header = Util.readPageHeader(in);
      bodies.add(decompressed(in.readNBytes(header.getCompressed_page_size()), header, chunk));
    }
  }

  private static byte[] decompressed(byte[] body, PageHeader header, ColumnMetaData chunk)
      throws IOException {
    int levels =
        header.isSetData_page_header_v2()
            ? header.getData_page_header_v2().getRepetition_levels_byte_length()
                + header.getData_page_header_v2().getDefinition_levels_byte_length()
            : 0;
    byte[] compressed = Arrays.copyOfRange(body, levels, body.length);
    int length = header.getUncompressed_page_size() - levels;
    return switch (chunk.getCodec()) {
      case UNCOMPRESSED -> compressed;
      case SNAPPY -> Snappy.uncompress(compressed);
      case ZSTD -> length == 0 ? new byte[0] : Zstd.decompress(compressed, length);
      default ->
          throw new UncheckedIOException(
              new IOException("No page of a floor is compressed with " + chunk.getCodec()));
    };
  }
}
