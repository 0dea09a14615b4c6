using StateGen.Backends;
using StateGen.Engine.Operators;
using StateGen.Keys;
using StateGen.Schemas;
using StateGen.Schemas.Migrations;

namespace StateGen;

/// <summary>Drives one operator without a pipeline: from a test, or from a consumer loop of your own.</summary>
public static class OperatorHost
{
    /// <summary>Opens a host for an operator.</summary>
    /// <param name="keyedOperator">The operator; it belongs to the host from now on.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="StateSchemaException">The snapshots were written by an operator whose state this one cannot read.</exception>
    /// <exception cref="StateGenException">The backend cannot run here, or the snapshots do not fit.</exception>
    public static async Task<OperatorHost<TKey, TIn, TOut>> OpenAsync<TKey, TIn, TOut>(
        KeyedOperator<TKey, TIn, TOut> keyedOperator, OperatorHostOptions options, CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keyedOperator);
        ArgumentNullException.ThrowIfNull(options);
        var clock = new StateClock(options.Time, options.Restore.Select(snapshot => snapshot.TtlClock).DefaultIfEmpty(long.MinValue).Max());
        var schemas = Continue(keyedOperator.Definition, options, clock);
        options.Backend.Validate();
        var store = options.Backend.Open(StoreOptions(schemas, keyedOperator.Definition.Upgrades, options, clock));
        try
        {
            var runner = new KeyedOperatorRunner<TKey, TIn, TOut>(keyedOperator, store, options.ErrorPolicy);
            await store.StartAsync(Overlapping(store.Options.KeyGroups, options.Restore), cancellationToken).ConfigureAwait(false);
            return new(keyedOperator.Definition, runner, schemas, options);
        }
        catch
        {
            // The store holds files and handles that nobody else would release; the error itself goes on to the caller.
            store.Dispose();
            throw;
        }
    }

    private static SchemaChain Continue<TKey>(OperatorDefinition<TKey> definition, OperatorHostOptions options, StateClock clock)
        where TKey : notnull
    {
        foreach (var snapshot in options.Restore)
            RequireFitting(snapshot, options);
        return options.Restore.Count == 0
            ? SchemaChain.Start(definition.Schema)
            : SchemaChain.Merge([.. options.Restore.Select(snapshot => snapshot.Schemas)], definition.Schema).Continue(definition.Schema, definition.Upgrades, clock.Now);
    }

    private static void RequireFitting(OperatorHostSnapshot snapshot, OperatorHostOptions options)
    {
        if (snapshot.MaxParallelism != options.MaxParallelism)
            throw new StateGenException($"The snapshot has {snapshot.MaxParallelism} key groups, the host {options.MaxParallelism}. The number of key groups is fixed for the life of the state: set MaxParallelism = {snapshot.MaxParallelism}.");
        if (!string.Equals(snapshot.Backend, options.Backend.Name, StringComparison.Ordinal))
            throw new StateGenException($"The snapshot was written by the backend '{snapshot.Backend}', the host uses '{options.Backend.Name}'. Restore it on '{snapshot.Backend}'.");
    }

    private static StateStoreOptions StoreOptions(SchemaChain schemas, IReadOnlyList<StateUpgrade> upgrades, OperatorHostOptions options, StateClock clock) => new()
    {
        OperatorId = schemas.Current.Schema.OperatorId,
        Subtask = options.Subtask,
        MaxParallelism = options.MaxParallelism,
        KeyGroups = KeyGroups.RangeOf(options.MaxParallelism, options.Parallelism, options.Subtask),
        Migrations = StateMigrations.Of(schemas, upgrades),
        Clock = clock,
    };

    private static List<RestoredState> Overlapping(KeyGroupRange owned, IReadOnlyList<OperatorHostSnapshot> snapshots) =>
        [.. snapshots.Select(snapshot => snapshot.State).Where(state => state.KeyGroups.First <= owned.Last && owned.First <= state.KeyGroups.Last)];
}
