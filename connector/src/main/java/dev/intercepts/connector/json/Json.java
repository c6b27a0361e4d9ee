package dev.intercepts.connector.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain values (maps, lists, strings, numbers, booleans, {@code null}) and as records of strings, numbers,
 * booleans, enumerations, lists, maps and records. Members that are {@code null} are left out when writing; absent lists
 * and maps are read as empty ones, unknown members are ignored.
 */
public final class Json {

    private Json() {}

    /**
     * Reads a text.
     *
     * @throws JsonException where it is not JSON
     */
    public static @Nullable Object parse(String text) {
        return new JsonReader(text).document();
    }

    /**
     * Reads a text into a record.
     *
     * @throws JsonException where it is not JSON, or does not fit the record
     */
    public static <T> T read(String text, Class<T> type) {
        return convert(parse(text), type);
    }

    /** Turns a parsed value into a record (or whatever {@code type} is). */
    public static <T> T convert(@Nullable Object value, Class<T> type) {
        Object converted = as(value, type);
        if (converted == null) {
            throw new JsonException("null (expected: " + type.getSimpleName() + ")");
        }
        return type.cast(converted);
    }

    /** Writes a value on one line. */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        new JsonWriter(out, false).value(value, 0);
        return out.toString();
    }

    /** Writes a value over several lines, indented by two spaces. */
    public static String pretty(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        new JsonWriter(out, true).value(value, 0);
        return out.toString();
    }

    private static @Nullable Object as(@Nullable Object value, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class ? map(value, arguments[1]) : list(value, arguments[0]);
        }
        Class<?> raw = (Class<?>) type;
        if (value == null) {
            return raw.isPrimitive() ? zero(raw) : null;
        }
        if (raw.isRecord()) {
            return record(value, raw);
        }
        if (raw.isEnum()) {
            return constant(String.valueOf(value), raw);
        }
        if (value instanceof Number number && raw != String.class) {
            return number(number, raw);
        }
        return value;
    }

    private static Object zero(Class<?> primitive) {
        return primitive == boolean.class ? (Object) Boolean.FALSE : number(0, primitive);
    }

    private static Object number(Number number, Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return number.intValue();
        }
        return type == double.class || type == Double.class ? (Object) number.doubleValue() : number.longValue();
    }

    private static Object constant(String name, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new JsonException(name + " (expected: one of " + List.of(type.getEnumConstants()) + ")");
    }

    private static List<Object> list(@Nullable Object value, Type item) {
        List<Object> items = new ArrayList<>();
        if (value instanceof Collection<?> given) {
            for (Object each : given) {
                Object converted = as(each, item);
                if (converted != null) {
                    items.add(converted);
                }
            }
        }
        return items;
    }

    private static Map<String, Object> map(@Nullable Object value, Type item) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((name, each) -> {
                Object converted = as(each, item);
                if (converted != null) {
                    members.put(String.valueOf(name), converted);
                }
            });
        }
        return members;
    }

    private static Object record(Object value, Class<?> type) {
        if (!(value instanceof Map<?, ?> members)) {
            throw new JsonException(value + " (expected: an object for " + type.getSimpleName() + ")");
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            arguments[i] = as(members.get(components[i].getName()), components[i].getGenericType());
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new JsonException(type.getSimpleName() + ": " + e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new JsonException(type.getSimpleName() + ": " + e.getMessage());
        }
    }
}
