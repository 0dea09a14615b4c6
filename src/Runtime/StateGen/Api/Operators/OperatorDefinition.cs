using System.ComponentModel;
using StateGen.Backends;
using StateGen.Engine.Exchange;
using StateGen.Keys;
using StateGen.Schemas;

namespace StateGen;

/// <summary>Describes an operator to the engine: its schema and the handling of its keys. Provided by generated code. Immutable and thread-safe.</summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
public abstract class OperatorDefinition<TKey> : IKeyPreparation<TKey>
    where TKey : notnull
{
    private protected OperatorDefinition(OperatorSchema schema, IReadOnlyList<StateUpgrade> upgrades)
    {
        Schema = schema;
        Upgrades = upgrades;
    }

    /// <summary>Gets the operator's states and the shapes of their types.</summary>
    public OperatorSchema Schema { get; }

    /// <summary>Gets the upgrades, which convert stored values that the rules of schema evolution do not convert.</summary>
    public IReadOnlyList<StateUpgrade> Upgrades { get; }

    /// <summary>Gets the type of the backend that the operator requires; null if it runs on any backend.</summary>
    public Type? RequiredBackend { get; init; }

    /// <summary>Converts keys to normal form in place and computes their stable hashes, with one virtual call for a whole batch.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="hashes">The span that receives the hashes, at least as long as <paramref name="keys"/>.</param>
    /// <exception cref="ArgumentException">A key is null or has no normal form.</exception>
    public abstract void Prepare(Span<TKey> keys, Span<ulong> hashes);

    /// <summary>Gets the type of the codec of the key.</summary>
    internal abstract Type KeyCodec { get; }

    internal abstract TimerTable<TKey> OpenTimers(StateStore store);

    internal abstract KeyCursor<TKey> OpenKeys(StateStore store);
}

/// <summary>Generated code: the definition of an operator, bound to the codec of its key.</summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the key.</typeparam>
/// <param name="schema">The operator's schema.</param>
/// <param name="upgrades">The upgrades, which convert stored values of older shapes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OperatorDefinition<TKey, TKeyCodec>(OperatorSchema schema, params StateUpgrade[] upgrades) : OperatorDefinition<TKey>(schema, upgrades)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    /// <inheritdoc/>
    public override void Prepare(Span<TKey> keys, Span<ulong> hashes)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = TKeyCodec.Normalize(keys[i]);
            hashes[i] = TKeyCodec.Hash(in keys[i]);
        }
    }

    internal override Type KeyCodec => typeof(TKeyCodec);

    internal override TimerTable<TKey> OpenTimers(StateStore store) => store.OpenTimers<TKey, TKeyCodec>();

    internal override KeyCursor<TKey> OpenKeys(StateStore store) => store.OpenKeys<TKey, TKeyCodec>();
}
