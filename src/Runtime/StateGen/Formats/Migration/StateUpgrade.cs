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
