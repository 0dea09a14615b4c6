namespace StateGen.Generators.Model;

/// <summary>What a type with a generated codec is made of: one derived record per kind of type.</summary>
internal abstract record CodecShape
{
    /// <summary>What <c>Normalize</c> does to a value that is not null.</summary>
    public abstract Normalization Normalization { get; }

    /// <summary>How a value type is told from its default.</summary>
    public abstract DefaultTest DefaultTest { get; }

    /// <summary>Whether the codec can write the default of a value type.</summary>
    public abstract bool DefaultHasEncoding { get; }
}
