package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.parquet.schema.SchemaPlan;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ColumnDescriptor;

/** Options of a seed: a profile, small limits, and for some columns an encoding, a dictionary. */
public final class RandomOptions {

  private RandomOptions() {}

  /**
   * @param schema in message format
   */
  public static WriterOptions.Builder of(Schema schema, long seed) {
    Random random = new Random(seed);
    WriterOptions.Builder options =
        WriterOptions.builder()
            .profile(WriterProfile.values()[random.nextInt(WriterProfile.values().length)])
            .dictionaryBytes(50 + random.nextInt(500))
            .rowGroupRows(50 + random.nextInt(200))
            .pageBytes(100 + random.nextInt(2000))
            .columns(
                all ->
                    all.bloomFilter(random.nextBoolean())
                        .distinctCounts(random.nextBoolean())
                        .pageVersion(PageVersion.values()[random.nextInt(2)]));
    for (ColumnDescriptor column : SchemaPlan.of(schema).parquetSchema().getColumns()) {
      String path = String.join(".", column.getPath());
      List<ValueEncoding> encodings =
          ValueEncoding.allFor(column.getPrimitiveType().getPrimitiveTypeName());
      if (random.nextInt(3) > 0) {
        options.columnEncoding(path, encodings.get(random.nextInt(encodings.size())));
      }
      if (random.nextBoolean()) {
        options.columnDictionary(path, random.nextInt(3) > 0);
      }
    }
    return options;
  }
}
