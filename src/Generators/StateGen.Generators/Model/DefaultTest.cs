namespace StateGen.Generators.Model;

/// <summary>How generated code finds out, without boxing, whether a value is the default of its type.</summary>
internal enum DefaultTest
{
    /// <summary><c>value == default</c>.</summary>
    EqualsDefault,

    /// <summary><c>value is null</c>.</summary>
    IsNull,

    /// <summary><c>value.IsEmpty</c>.</summary>
    IsEmpty,

    /// <summary><c>value.IsDefault</c>.</summary>
    IsDefault,

    /// <summary><c>Codec.IsDefault(value)</c>: member by member, or as a codec by hand says.</summary>
    ByCodec,
}
