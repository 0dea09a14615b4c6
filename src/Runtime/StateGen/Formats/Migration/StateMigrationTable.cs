using System.Globalization;
using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Formats.Migration;
using StateGen.Schemas.Resolution;
using StateGen.Serialization;

namespace StateGen.Schemas.Migrations;

/// <summary>
/// What a backend must know of the chain of schemas: the number to write, how to read what carries an older one, and under which name a collection is
/// stored. Immutable and thread-safe.
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

    /// <summary>The number of the schema that rows and entries are written in, from 1.</summary>
    public int SchemaNumber { get; }

    /// <summary>Everything is stored in one schema.</summary>
    /// <param name="schemaNumber">Its number, from 1.</param>
    public static StateMigrationTable Of(int schemaNumber) => new("", schemaNumber);

    /// <summary>What was stored along a chain.</summary>
    /// <param name="chain">The chain, as <see cref="SchemaChain.Continue"/> returned it.</param>
    /// <param name="upgrades">The upgrades of the program.</param>
    /// <exception cref="StateSchemaException">The chain cannot be brought into its last schema.</exception>
    public static StateMigrationTable Of(SchemaChain chain, IReadOnlyList<StateUpgrade> upgrades)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(upgrades);
        var declared = chain.Current.Schema;
        var all = new StateMigrationTable(declared.OperatorId, chain.Current.Number);
        all.Add(chain, chain.Resolve(declared, upgrades).Migrations, upgrades);
        return all;
    }

    /// <summary>The name under which a map or list is stored: that of its birth, so that a rename moves nothing and a name that is used again finds nothing old.</summary>
    /// <param name="kind">What the name begins with, such as <c>map</c>.</param>
    /// <param name="separator">What stands between the kind and the name.</param>
    /// <param name="stateName">The state as it is declared.</param>
    /// <returns><c>map:NAME</c>, or <c>map@3:NAME</c> for a state that is there since generation 3.</returns>
    public string StorageNameOf(string kind, char separator, string stateName)
    {
        var (generation, name) = _births.GetValueOrDefault(stateName, (1, stateName));
        return generation == 1 ? $"{kind}{separator}{name}" : $"{kind}@{generation.ToString(CultureInfo.InvariantCulture)}{separator}{name}";
    }

    /// <summary>Finds what reads the entries of a map or list state.</summary>
    /// <param name="stateName">The state as it is declared.</param>
    public EntryMigrationTable OfState(string stateName) => _entries.GetValueOrDefault(stateName) ?? new(this, new Dictionary<int, EntryMigration>());

    /// <summary>Reads a row, in whatever schema of the chain it was written.</summary>
    /// <typeparam name="TRow">The row.</typeparam>
    /// <typeparam name="TRowCodec">Its codec.</typeparam>
    /// <param name="reader">Stands at the schema number; afterwards behind the row.</param>
    /// <exception cref="SerializationFormatException">The bytes are not a row.</exception>
    /// <exception cref="CheckpointFormatException">No schema has the number of the row.</exception>
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

    internal CheckpointFormatException UnknownNumber(int number) => new(
        $"An entry of operator '{_operatorId}' was written in schema {number}, which is not in the chain of schemas of its checkpoint; this program writes schema {SchemaNumber}. Restore it with the version that wrote it.");

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
            var state = migrations[^1].States[index];
            _births.Add(state.StateName, (chain.Generations[state.Birth].Number, state.NameAtBirth));
            _entries.Add(state.StateName, new(this, older.Skip(state.Birth).ToDictionary(pair => pair.First.Number, pair => new EntryMigration(pair.Second.States[index], chain, upgrades))));
        }
    }
}
