using StateGen.Formats.Values;
using StateGen.Schemas;
using StateGen.Schemas.Resolution;
using StateGen.Serialization;

namespace StateGen.Formats.Migration;

/// <summary>Brings the rows of one generation into the current shape. Immutable.</summary>
internal sealed class RowMigration
{
    private readonly int _storedTimes;
    private readonly int _storedValues;
    private readonly RowColumn[] _columns;
    private readonly RowTimestamp[] _times;

    public RowMigration(OperatorSchema stored, SchemaChain chain, GenerationMigration migration, IReadOnlyList<StateUpgrade> upgrades)
    {
        var values = ValuesOf(stored);
        var times = TimesOf(stored);
        _storedValues = values.Length;
        _storedTimes = times.Length;
        var states = chain.Current.Schema.States.Zip(migration.States).Where(pair => pair.First.IsInRow).ToArray();
        _columns = [.. states.Select(pair => Column(pair.First, pair.Second, values, upgrades) with
        {
            Time = pair.First.TimeToLiveMilliseconds is null ? null : Time(pair.First, pair.Second, chain, values, times),
        })];
        _times = [.. _columns.Select(static column => column.Time).OfType<RowTimestamp>()];
    }

    /// <summary>Writes a row in the current shape, without the schema number.</summary>
    /// <param name="row">The stored row behind its schema number.</param>
    /// <param name="writer">The writer that receives the bytes.</param>
    /// <exception cref="SerializationFormatException">The bytes are not a row of the generation.</exception>
    public void Migrate(scoped ReadOnlySpan<byte> row, ref MessagePackWriter writer)
    {
        var reader = new MessagePackReader(row);
        var times = ReadTimes(ref reader);
        var values = FindValues(ref reader, out var lengths);
        EntryHeader.WriteTimestampsHeader(ref writer, _times.Length);
        foreach (var time in _times)
            EntryHeader.WriteTimestamp(ref writer, LastWriteOf(time, times, time.Value < 0 ? [] : row.Slice(values[time.Value], lengths[time.Value])));

        writer.WriteArrayHeader(_columns.Length);
        foreach (var column in _columns)
            Write(column, column.Source < 0 ? [] : row.Slice(values[column.Source], lengths[column.Source]), ref writer);
    }

    /// <summary>
    /// Determines, without the code of users, whether a row holds nothing: all its states with a time to live have expired, and the others are default.
    /// </summary>
    /// <param name="row">The stored row behind its schema number.</param>
    /// <param name="hasExpired">Determines by its index in the current row and its last write whether a state has expired.</param>
    /// <param name="defaults">The stored form of the default value of each state in the current row.</param>
    /// <returns>true if the row holds nothing; false if it does, or if only a conversion could tell.</returns>
    /// <exception cref="SerializationFormatException">The bytes are not a row of the generation.</exception>
    public bool HoldsNothing(scoped ReadOnlySpan<byte> row, Func<int, LastWrite, bool> hasExpired, IReadOnlyList<byte[]> defaults)
    {
        var reader = new MessagePackReader(row);
        var times = ReadTimes(ref reader);
        var values = FindValues(ref reader, out var lengths);
        for (var index = 0; index < _columns.Length; index++)
        {
            var column = _columns[index];
            var value = column.Source < 0 ? [] : row.Slice(values[column.Source], lengths[column.Source]);
            if (column.Time is { } time ? !hasExpired(index, LastWrite.At(LastWriteOf(time, times, value))) : !IsDefault(column, value, defaults[index]))
                return false;
        }

        return true;
    }

    private static long LastWriteOf(RowTimestamp time, long[] times, scoped ReadOnlySpan<byte> value) =>
        time.Source >= 0 ? times[time.Source] : time.WrittenAt(value);

    // What is absent is read as the default.
    private static bool IsDefault(RowColumn column, scoped ReadOnlySpan<byte> value, byte[] encoded) =>
        value.IsEmpty || value[0] == FormatCode.Nil || (column.Transcoder is null && value.SequenceEqual(encoded));

    private static void Write(RowColumn column, scoped ReadOnlySpan<byte> value, ref MessagePackWriter writer)
    {
        if (column.Source < 0 || value[0] == FormatCode.Nil)
            writer.WriteNil();
        else if (column.Transcoder is not { } transcoder)
            writer.WriteRaw(value);
        else if (column.IsAccumulator)
            TranscodeAccumulator(transcoder, value, ref writer);
        else
            transcoder.Transcode(value, ref writer);
    }

    private static void TranscodeAccumulator(ValueTranscoder transcoder, scoped ReadOnlySpan<byte> column, ref MessagePackWriter writer)
    {
        var reader = new MessagePackReader(column);
        AccumulatorFormat.ReadHeader(ref reader);
        AccumulatorFormat.WriteHeader(ref writer);
        transcoder.Transcode(column[reader.Position..], ref writer);
    }

    private long[] ReadTimes(ref MessagePackReader reader)
    {
        RequireCount(EntryHeader.ReadTimestampsHeader(ref reader), _storedTimes, "last-write timestamps");
        var times = new long[_storedTimes];
        for (var index = 0; index < times.Length; index++)
            times[index] = EntryHeader.ReadTimestamp(ref reader);
        return times;
    }

    private int[] FindValues(ref MessagePackReader reader, out int[] lengths)
    {
        RequireCount(reader.ReadArrayHeader(), _storedValues, "values");
        var positions = new int[_storedValues];
        lengths = new int[_storedValues];
        for (var index = 0; index < positions.Length; index++)
        {
            positions[index] = reader.Position;
            reader.Skip();
            lengths[index] = reader.Position - positions[index];
        }

        return positions;
    }

    private static void RequireCount(int count, int expected, string noun)
    {
        if (count != expected)
            throw new SerializationFormatException($"The stored row has {count} {noun} instead of {expected}.");
    }

    private static RowColumn Column(StateSchema state, StateMigration migration, string[] values, IReadOnlyList<StateUpgrade> upgrades) =>
        migration.StoredName is null
            ? new(-1, null, state.IsAccumulator)
            : new(Array.IndexOf(values, migration.StoredName), migration.IsCopy ? null : new(migration, upgrades), state.IsAccumulator);

    private static RowTimestamp Time(
        StateSchema state, StateMigration migration, SchemaChain chain, string[] values, string[] times) => migration.LastWrite switch
    {
        LastWriteSource.Stored => new(Array.IndexOf(times, migration.StoredName), -1, 0, null),
        LastWriteSource.Restore => new(
            -1,
            Array.IndexOf(values, migration.StoredName),
            chain.BeginningFor(state, migration.TimedSince),
            migration.UnsetValue is { } unset ? DefaultWriter.Encode(unset) : null),
        _ => new(-1, -1, 0, null),
    };

    private static string[] ValuesOf(OperatorSchema schema) => [.. schema.States.Where(state => state.IsInRow).Select(state => state.Name)];

    private static string[] TimesOf(OperatorSchema schema) =>
        [.. schema.States.Where(state => state is { IsInRow: true, TimeToLiveMilliseconds: not null }).Select(state => state.Name)];
}

/// <summary>A value, reducing or aggregating state of the current row.</summary>
/// <param name="Source">The index of the state among the stored values; -1 if the stored row does not have it.</param>
/// <param name="Transcoder">The transcoder that brings the stored value into the current shape; null if the stored bytes are right as they are.</param>
/// <param name="IsAccumulator">true if the state is a reducing or aggregating state; otherwise, false.</param>
internal readonly record struct RowColumn(int Source, ValueTranscoder? Transcoder, bool IsAccumulator)
{
    /// <summary>Gets the last-write timestamp of the state; null if it has no time to live.</summary>
    public RowTimestamp? Time { get; init; }
}

/// <summary>A last-write timestamp of the current row.</summary>
/// <param name="Source">The index of the timestamp among the stored ones; -1 if it is not stored.</param>
/// <param name="Value">
/// The index of the state among the stored values, for a state whose time to live was introduced later; -1 if the timestamp is stored, or if the state
/// was never written.
/// </param>
/// <param name="Beginning">The time at which the time to live was introduced, in milliseconds since the Unix epoch.</param>
/// <param name="Unset">The stored form of a value that was never set; null if that is nil.</param>
internal sealed record RowTimestamp(int Source, int Value, long Beginning, byte[]? Unset)
{
    /// <summary>Determines the last-write timestamp of a value that was stored without one.</summary>
    /// <param name="value">The stored value; empty if there is none.</param>
    public long WrittenAt(scoped ReadOnlySpan<byte> value) =>
        value.IsEmpty || value[0] == FormatCode.Nil || (Unset is not null && value.SequenceEqual(Unset)) ? EntryHeader.NeverWritten : Beginning;
}
