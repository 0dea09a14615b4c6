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

    /// <summary>Whether a value, or something in it, can be changed in place.</summary>
    public abstract bool IsMutable { get; }

    /// <summary>Whether schemas describe it under its name; otherwise its type expression says all.</summary>
    public virtual bool IsNamed => true;
}
