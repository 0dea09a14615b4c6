using System.ComponentModel;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.Schemas;

namespace StateGen;

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
