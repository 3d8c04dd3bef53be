package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.options.ListNames;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.SortingColumn;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.options.UnsortedRows;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.parquet.schema.SchemaMapping;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.parquet.statistics.StatisticsSettings;
import io.flinkarrow.parquet.statistics.ValueOrder;
import io.flinkarrow.testing.PageWalk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * Options of a seed: a profile, small limits, forms of the schema, and for some columns an
 * encoding, a dictionary.
 */
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
    ListNames names = ListNames.values()[random.nextInt(ListNames.values().length)];
    boolean fixedLength = random.nextBoolean();
    boolean arrowSchema = random.nextBoolean();
    options.schema(
        all -> all.createdBy("test %d".formatted(seed)).unsortedRows(UnsortedRows.DROP_CLAIM));
    options.schema(
        all -> all.listNames(names).fixedLengthDecimals(fixedLength).arrowSchema(arrowSchema));
    SchemaMapping mapping =
        new SchemaMapping(false, null, false, fixedLength, names, GeometryFormat.GEOPARQUET_1_1);
    for (ColumnDescriptor column : SchemaPlan.of(schema, mapping).parquetSchema().getColumns()) {
      String path = String.join(".", column.getPath());
      List<ValueEncoding> encodings =
          ValueEncoding.allFor(column.getPrimitiveType().getPrimitiveTypeName());
      if (column.getMaxRepetitionLevel() == 0 && random.nextInt(3) == 0) {
        SortingColumn sorting =
            new SortingColumn(
                ColumnPath.of(column.getPath()), random.nextBoolean(), random.nextBoolean());
        if (ValueOrder.of(column.getPrimitiveType()).isDefined()) {
          options.schema(all -> all.sortingColumns(sorting));
        }
      }
      if (random.nextInt(3) > 0) {
        options.columnEncoding(path, encodings.get(random.nextInt(encodings.size())));
      }
      if (random.nextBoolean()) {
        options.columnDictionary(path, random.nextInt(3) > 0);
      }
      if (random.nextBoolean()) {
        StatisticsLevel level = StatisticsLevel.values()[random.nextInt(3)];
        int length = 4 + random.nextInt(20);
        options.column(path, one -> one.statistics(level).boundsLength(length));
      }
    }
    FloatingPointOrder[] orders = FloatingPointOrder.values();
    FloatingPointOrder order = orders[random.nextInt(orders.length)];
    return options.columns(all -> all.floatingPointOrder(order));
  }

  /**
   * What a file written with options must have.
   *
   * @param schema in message format
   */
  static PageWalk.Rules rules(Schema schema, WriterOptions options) {
    Map<String, StatisticsSettings> statistics = new HashMap<>();
    for (LeafColumn column : FilePlan.of(schema, options).columns()) {
      statistics.put(column.path(), column.settings().statistics());
    }
    return new PageWalk.Rules(true, true, statistics, StatisticsSettings.DEFAULT);
  }
}
