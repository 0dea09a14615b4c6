using System.ComponentModel;
using StateGen.Schemas.Resolution;
using StateGen.Serialization;

namespace StateGen.Schemas;

/// <summary>Represents one <see cref="IStateUpgrade{TOld, TNew}"/> of a state to the engine. Generated code creates it. Immutable and thread-safe.</summary>
public abstract class StateUpgrade
{
    private protected StateUpgrade(string schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var parsed = OperatorSchema.Parse(schema);
        Schema = new(parsed.States[0].Name, parsed.States[0].Type, parsed.Types);
    }

    /// <summary>Gets the schema of the values that the upgrade reads.</summary>
    public StateUpgradeSchema Schema { get; }

    /// <summary>Converts one value.</summary>
    /// <param name="value">A value of the old type, as its codec writes it.</param>
    /// <param name="writer">The writer that receives the value of the new type.</param>
    /// <exception cref="SerializationFormatException">The bytes are not a value of the old type.</exception>
    /// <exception cref="StateGenException">The upgrade threw.</exception>
    internal abstract void Convert(scoped ReadOnlySpan<byte> value, ref MessagePackWriter writer);
}

/// <summary>Generated code: calls one upgrade, with one virtual call per value. Allocates nothing besides what the upgrade allocates.</summary>
/// <typeparam name="TUpgrade">The type of the upgrade.</typeparam>
/// <typeparam name="TOld">The old type.</typeparam>
/// <typeparam name="TOldCodec">The codec of the old type.</typeparam>
/// <typeparam name="TNew">The type of the state's values.</typeparam>
/// <typeparam name="TNewCodec">The codec of the type of the state's values.</typeparam>
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
            // Every exception of the user's code is wrapped, so that the error names the upgrade and the state.
            throw new StateGenException(
                $"{typeof(TUpgrade).Name}, which upgrades the stored values of state '{Schema.StateName}', failed for a stored value: "
                    + $"{exception.Message.TrimEnd('.')}. Make the upgrade handle every value that was stored.",
                exception);
        }
    }
}
