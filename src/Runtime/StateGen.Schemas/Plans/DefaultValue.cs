namespace StateGen.Schemas.Resolution.Plans;

/// <summary>The default of a type as it is stored: <see cref="NilDefault"/>, <see cref="ScalarDefault"/>, <see cref="ArrayDefault"/> or <see cref="MapDefault"/>.</summary>
public abstract record DefaultValue
{
    private protected DefaultValue()
    {
    }
}
