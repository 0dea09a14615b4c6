using System.ComponentModel;
using StateGen.Schemas.Resolution;
using StateGen.Serialization;

namespace StateGen.Schemas;

/// <summary>One <see cref="IStateUpgrade{TOld, TNew}"/> of a state, as the engine calls it. Generated code creates them. Immutable and thread-safe.</summary>
public abstract class StateUpgrade
{
    private protected StateUpgrade(string schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var parsed = OperatorSchema.Parse(schema);
        Schema = new(parsed.States[0].Name, parsed.States[0].Type, parsed.Types);
    }

    /// <summary>What it reads.</summary>
    public StateUpgradeSchema Schema { get; }

    /// <summary>Converts one value.</summary>
    /// <param name="value">A value of the old type, as its codec writes it.</param>
    /// <param name="writer">Receives the value of the new type.</param>
    /// <exception cref="SerializationFormatException">The bytes are not a value of the old type.</exception>
    /// <exception cref="StateGenException">The upgrade threw.</exception>
    internal abstract void Convert(scoped ReadOnlySpan<byte> value, ref MessagePackWriter writer);
}

/// <summary>Generated code: calls one upgrade: one virtual call per value, nothing allocated but what the upgrade allocates.</summary>
/// <typeparam name="TUpgrade">The type that converts.</typeparam>
/// <typeparam name="TOld">The old type.</typeparam>
/// <typeparam name="TOldCodec">Its codec.</typeparam>
/// <typeparam name="TNew">The type of the state's values.</typeparam>
/// <typeparam name="TNewCodec">Its codec.</typeparam>
/// <param name="schema">The text of a schema with one value state: the name of the state, and the old type as its type.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StateUpgrade<TUpgrade, TOld, TOldCodec, TNew, TNewCodec>(string schema) : StateUpgrade(schema)
    where TUpgrade : IStateUpgrade<TOld, TNew>
    where TOldCodec : struct, ICodec<TOld>
    where TNewCodec : struct, ICodec<TNew>
{
    internal override void Convert(scoped ReadOnlySpan<byte> value, ref MessagePackWriter writer)
    {
        var reader = new MessagePackReader(value);
        var old = TOldCodec.Read(ref reader);
        TNewCodec.Write(ref writer, Upgrade(old));
    }

    private TNew Upgrade(TOld old)
    {
        try
        {
            return TNewCodec.Normalize(TUpgrade.Upgrade(old));
        }
        catch (Exception exception)
        {
            // Whatever the user's upgrade throws, the error names it and the state.
            throw new StateGenException($"{typeof(TUpgrade).Name}, which upgrades the stored values of state '{Schema.StateName}', threw for one of them: {exception.Message.TrimEnd('.')}. An upgrade must have an answer for every value that was stored.", exception);
        }
    }
}
