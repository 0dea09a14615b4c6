using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits the test whether a value is the default of its type, without boxing.</summary>
internal static class DefaultTestEmitter
{
    public static string Test(TypeUse type, string value) => type.DefaultTest switch
    {
        DefaultTest.IsNull => $"{value} is null",
        DefaultTest.EqualsDefault => $"{value} == default",
        DefaultTest.IsEmpty => $"{value}.IsEmpty",
        DefaultTest.IsDefault => $"{value}.IsDefault",
        _ => $"{type.DefaultTestCodec ?? type.Codec}.IsDefault({value})",
    };
}
