namespace StateGen.Schemas.Migrations;

/// <summary>Finds what reads the entries of one map or list state, by the schema number that each carries. Immutable and thread-safe.</summary>
public sealed class EntryMigrations
{
    private readonly StateMigrations _all;
    private readonly IReadOnlyDictionary<int, EntryMigration> _older;

    internal EntryMigrations(StateMigrations all, IReadOnlyDictionary<int, EntryMigration> older)
    {
        _all = all;
        _older = older;
    }

    /// <summary>What reads an entry.</summary>
    /// <param name="schemaNumber">The number in its header.</param>
    /// <exception cref="Checkpoints.CheckpointFormatException">No schema has that number that had the state.</exception>
    public EntryMigration Find(int schemaNumber)
    {
        if (schemaNumber == _all.SchemaNumber)
            return EntryMigration.Current;
        return _older.TryGetValue(schemaNumber, out var migration) ? migration : throw _all.UnknownNumber(schemaNumber);
    }
}
