using StateGen.Keys;
using StateGen.Schemas.Migrations;

namespace StateGen.Backends;

/// <summary>What a backend must know to open the store of one operator subtask.</summary>
public sealed record StateStoreOptions
{
    /// <summary>The id of this use of the operator, unique within the job.</summary>
    public required string OperatorId { get; init; }

    /// <summary>The index of the subtask, from 0.</summary>
    public int Subtask { get; init; }

    /// <summary>The number of key groups of the job.</summary>
    public int MaxParallelism { get; init; } = Keys.KeyGroups.DefaultMaxParallelism;

    /// <summary>The key groups that the subtask owns.</summary>
    public required KeyGroupRange KeyGroups { get; init; }

    /// <summary>The chain of schemas that rows and entries may have been written in; unless set, everything is in schema 1.</summary>
    public StateMigrations Migrations { get; init; } = StateMigrations.Of(schemaNumber: 1);

    /// <summary>The number of the schema that rows and entries are written in, from 1.</summary>
    public int SchemaNumber => Migrations.SchemaNumber;

    /// <summary>The clock that times to live are counted in.</summary>
    public required StateClock Clock { get; init; }
}
