package io.flinkarrow.parquet.footer;

import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.GeometryBox;
import io.flinkarrow.parquet.statistics.GeometryStatistics;
import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.format.BoundingBox;
import org.apache.parquet.format.GeospatialStatistics;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.schema.ColumnOrder.ColumnOrderName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** A chunk's statistics as the footer has them. */
public final class FooterStatistics {

  /** Larger minima and maxima together are left out, as parquet-java does. */
  private static final int MAXIMUM_BYTES = 4096;

  private FooterStatistics() {}

  public static Statistics of(PrimitiveType type, ChunkStatistics statistics) {
    Statistics result = new Statistics().setNull_count(statistics.nullCount());
    if (statistics.countsNaNs()) {
      result.setNan_count(statistics.nanCount());
    }
    byte[] min = statistics.min();
    byte[] max = statistics.max();
    if (statistics.hasMinMax() && isOrdered(type) && min.length + max.length < MAXIMUM_BYTES) {
      result.setMin_value(min).setMax_value(max);
      result.setIs_min_value_exact(statistics.minExact());
      result.setIs_max_value_exact(statistics.maxExact());
      // The deprecated fields were always compared as signed bytes or numbers: they are right only
      // for types which are still ordered so, or if there is nothing to compare. Who reads them
      // knows nothing of NaNs beside them.
      if (!statistics.countsNaNs() && (isSigned(type) || Arrays.equals(min, max))) {
        result.setMin(min).setMax(max);
      }
    }
    return result;
  }

  /** Of geometries; empty if the column's type does not say that it has such. */
  public static Optional<GeospatialStatistics> geospatial(
      PrimitiveType type, GeometryStatistics geometries) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    if (!(annotation instanceof GeometryLogicalTypeAnnotation
        || annotation instanceof GeographyLogicalTypeAnnotation)) {
      return Optional.empty();
    }
    GeospatialStatistics result = new GeospatialStatistics();
    result.setGeospatial_types(geometries.types());
    geometries.box().ifPresent(box -> result.setBbox(boundingBox(box)));
    return Optional.of(result);
  }

  private static BoundingBox boundingBox(GeometryBox box) {
    BoundingBox result = new BoundingBox(box.xMin(), box.xMax(), box.yMin(), box.yMax());
    if (box.hasZ()) {
      result.setZmin(box.zMin()).setZmax(box.zMax());
    }
    if (box.hasM()) {
      result.setMmin(box.mMin()).setMmax(box.mMax());
    }
    return result;
  }

  /** Whether the format defines an order of the type's values, without which none has a minimum. */
  public static boolean isOrdered(PrimitiveType type) {
    return type.columnOrder().getColumnOrderName() != ColumnOrderName.UNDEFINED;
  }

  private static boolean isSigned(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN, FLOAT, DOUBLE -> true;
      // Of decimals, old writers' deprecated fields are not to be trusted, and readers do not.
      case INT32, INT64 ->
          !(annotation instanceof DecimalLogicalTypeAnnotation)
              && (!(annotation instanceof IntLogicalTypeAnnotation integer) || integer.isSigned());
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> false;
    };
  }
}
