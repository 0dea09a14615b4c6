using System.ComponentModel;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.Schemas;

namespace StateGen;

/// <summary>What the generator tells the engine about an operator: its schema, and how to handle its keys. Immutable and thread-safe.</summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
public abstract class OperatorDefinition<TKey>
    where TKey : notnull
{
    private protected OperatorDefinition(OperatorSchema schema, IReadOnlyList<StateUpgrade> upgrades)
    {
        Schema = schema;
        Upgrades = upgrades;
    }

    /// <summary>The operator's states and the shapes of their types.</summary>
    public OperatorSchema Schema { get; }

    /// <summary>What converts stored values where the rules of schema evolution refuse to.</summary>
    public IReadOnlyList<StateUpgrade> Upgrades { get; }

    /// <summary>The type of the backend that the operator requires; null where it runs on any.</summary>
    public Type? RequiredBackend { get; init; }

    /// <summary>Brings keys to normal form in place and computes their stable hashes: one virtual call for a whole batch.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="hashes">Receives as many hashes.</param>
    /// <exception cref="ArgumentException">A key is null or has no normal form.</exception>
    public abstract void Prepare(Span<TKey> keys, Span<ulong> hashes);

    internal abstract TimerTable<TKey> OpenTimers(StateStore store);
}

/// <summary>Generated code: the definition of an operator, bound to the codec of its key.</summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the key.</typeparam>
/// <param name="schema">The operator's schema.</param>
/// <param name="upgrades">What converts stored values of older shapes.</param>
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

    internal override TimerTable<TKey> OpenTimers(StateStore store) => store.OpenTimers<TKey, TKeyCodec>();
}
