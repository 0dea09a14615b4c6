using System.Globalization;
using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Formats.Migration;
using StateGen.Schemas.Resolution;
using StateGen.Serialization;

namespace StateGen.Schemas.Migrations;

/// <summary>
/// Provides a backend with the facts that it needs about a chain of schemas: the number to write, the migrations of data with an older number, and the name
/// under which a collection is stored. Immutable and thread-safe.
/// </summary>
public sealed class StateMigrationTable
{
    private const int StackLength = 512;

    private readonly string _operatorId;
    private readonly Dictionary<int, RowMigration> _rows = [];
    private readonly Dictionary<string, EntryMigrationTable> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Generation, string Name)> _births = new(StringComparer.Ordinal);

    private StateMigrationTable(string operatorId, int schemaNumber)
    {
        _operatorId = operatorId;
        SchemaNumber = schemaNumber;
    }

    /// <summary>Gets the number of the schema that rows and entries are written in, from 1.</summary>
    public int SchemaNumber { get; }

    /// <summary>
    /// Gets the value states of the declared schema, in the order in which rows hold them; empty if it is not known. A stored row has a last-write timestamp
    /// for each that has a time to live.
    /// </summary>
    public IReadOnlyList<StateSchema> RowStates { get; private init; } = [];

    /// <summary>Creates a table for data that is all stored in one schema.</summary>
    /// <param name="schemaNumber">The number of the schema, from 1.</param>
    public static StateMigrationTable Of(int schemaNumber) => new("", schemaNumber);

    /// <summary>Creates a table for data that was stored along a chain.</summary>
    /// <param name="chain">The chain, as <see cref="SchemaChain.Continue"/> returned it.</param>
    /// <param name="upgrades">The upgrades of the program.</param>
    /// <exception cref="StateSchemaException">A stored generation cannot be brought into the last schema of the chain.</exception>
    public static StateMigrationTable Of(SchemaChain chain, IReadOnlyList<StateUpgrade> upgrades)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(upgrades);
        var declared = chain.Current.Schema;
        var all = new StateMigrationTable(declared.OperatorId, chain.Current.Number)
        {
            RowStates = [.. declared.States.Where(state => state.IsInRow)],
        };
        all.Add(chain, chain.Resolve(declared, upgrades).Migrations, upgrades);
        return all;
    }

    /// <summary>
    /// Determines the name under which a map or list is stored: the name of the state in the generation that introduced it. A rename therefore moves no data,
    /// and a state that reuses a name finds no data of the earlier one.
    /// </summary>
    /// <param name="kind">The beginning of the storage name, such as <c>map</c>.</param>
    /// <param name="separator">The character before the name of the state.</param>
    /// <param name="stateName">The declared name of the state.</param>
    /// <returns><c>map:NAME</c>, or <c>map@3:NAME</c> for a state that was introduced in generation 3.</returns>
    public string StorageNameOf(string kind, char separator, string stateName)
    {
        var (generation, name) = _births.GetValueOrDefault(stateName, (1, stateName));
        return generation == 1 ? $"{kind}{separator}{name}" : $"{kind}@{generation.ToString(CultureInfo.InvariantCulture)}{separator}{name}";
    }

    /// <summary>Finds the migrations of the entries of a map or list state.</summary>
    /// <param name="stateName">The declared name of the state.</param>
    public EntryMigrationTable OfState(string stateName) => _entries.GetValueOrDefault(stateName) ?? new(this, new Dictionary<int, EntryMigration>());

    /// <summary>Reads a row that was written in any schema of the chain.</summary>
    /// <typeparam name="TRow">The type of the row.</typeparam>
    /// <typeparam name="TRowCodec">The codec of the row.</typeparam>
    /// <param name="reader">The reader, positioned at the schema number; afterwards, behind the row.</param>
    /// <exception cref="SerializationFormatException">The bytes are not a row.</exception>
    /// <exception cref="CheckpointFormatException">No schema of the chain has the number of the row.</exception>
    /// <exception cref="StateGenException">An upgrade threw.</exception>
    public TRow ReadRow<TRow, TRowCodec>(ref MessagePackReader reader)
        where TRow : struct
        where TRowCodec : struct, IRowCodec<TRow>
    {
        var number = EntryHeader.ReadSchemaNumber(ref reader);
        if (number == SchemaNumber)
            return TRowCodec.Read(ref reader);
        if (!_rows.TryGetValue(number, out var migration))
            throw UnknownNumber(number);
        var start = reader;
        reader.Skip();
        reader.Skip();
        return Migrate<TRow, TRowCodec>(migration, start.ReadRaw(reader.Position - start.Position));
    }

    /// <summary>
    /// Determines, without the code of users, whether a row of an older schema holds nothing: all states with a time to live have expired, and the others are
    /// default. For backends that remove such rows without reading them.
    /// </summary>
    /// <param name="schemaNumber">The number of the schema.</param>
    /// <param name="row">The stored row behind its schema number.</param>
    /// <param name="hasExpired">Determines by its index in <see cref="RowStates"/> and its last write whether a state has expired.</param>
    /// <param name="defaults">The stored form of the default value of each of <see cref="RowStates"/>.</param>
    /// <returns>true if the row holds nothing; false if it holds something, if only a conversion could tell, or if no schema has the number.</returns>
    /// <exception cref="SerializationFormatException">The bytes are not a row of the schema.</exception>
    public bool HoldsNothing(int schemaNumber, ReadOnlySpan<byte> row, Func<int, LastWrite, bool> hasExpired, IReadOnlyList<byte[]> defaults)
    {
        ArgumentNullException.ThrowIfNull(hasExpired);
        ArgumentNullException.ThrowIfNull(defaults);
        return _rows.TryGetValue(schemaNumber, out var migration) && migration.HoldsNothing(row, hasExpired, defaults);
    }

    internal CheckpointFormatException UnknownNumber(int number) => new(
        $"An entry of operator '{_operatorId}' was written in schema {number}, which is not in the schema chain of its checkpoint; this program writes "
            + $"schema {SchemaNumber}. Restore the checkpoint with the version of the program that wrote it.");

    private static TRow Migrate<TRow, TRowCodec>(RowMigration migration, scoped ReadOnlySpan<byte> row)
        where TRow : struct
        where TRowCodec : struct, IRowCodec<TRow>
    {
        var writer = new MessagePackWriter(stackalloc byte[StackLength]);
        try
        {
            migration.Migrate(row, ref writer);
            var migrated = new MessagePackReader(writer.Written);
            return TRowCodec.Read(ref migrated);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private void Add(SchemaChain chain, EquatableArray<GenerationMigration> migrations, IReadOnlyList<StateUpgrade> upgrades)
    {
        var older = chain.Generations.Zip(migrations).SkipLast(1).ToArray();
        foreach (var (generation, migration) in older)
            _rows.Add(generation.Number, new(generation.Schema, chain, migration, upgrades));
        for (var index = 0; index < chain.Current.Schema.States.Count; index++)
        {
            var (declared, state) = (chain.Current.Schema.States[index], migrations[^1].States[index]);
            _births.Add(state.StateName, (chain.Generations[state.Birth].Number, state.NameAtBirth));
            var migrationsByNumber = older.Skip(state.Birth)
                .ToDictionary(pair => pair.First.Number, pair => new EntryMigration(declared, pair.Second.States[index], chain, upgrades));
            _entries.Add(state.StateName, new(this, migrationsByNumber));
        }
    }
}
