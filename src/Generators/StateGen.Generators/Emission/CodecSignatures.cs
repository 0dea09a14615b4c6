using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>The members of <c>ICodec</c> and <c>IKeyCodec</c>, as a codec declares them.</summary>
internal static class CodecSignatures
{
    /// <summary>The name that both contracts give to what is written.</summary>
    public static string Subject(CodecRole role) => role == CodecRole.Key ? "key" : "value";

    /// <summary>Where generic operators find codecs for the role.</summary>
    public static string Registry(CodecRole role) => role == CodecRole.Key ? "global::StateGen.Keys.KeyCodec" : "global::StateGen.Serialization.Codec";

    /// <summary>What <c>Normalize</c> does, for the codecs of collections.</summary>
    public static string Normalization(CodecModel codec) =>
        $"public static global::StateGen.Serialization.Normalization Normalization => global::StateGen.Serialization.Normalization.{codec.Normalization};";

    public static string Normalize(CodecModel codec) => $"public static {codec.TypeName} Normalize({codec.TypeName} {Subject(codec.Role)})";

    public static string Write(CodecModel codec) =>
        $"public static void Write(ref {(codec.Role == CodecRole.Key ? "global::StateGen.Keys.KeyWriter" : "global::StateGen.Serialization.MessagePackWriter")} writer, in {codec.TypeName} {Subject(codec.Role)})";

    public static string Read(CodecModel codec) =>
        $"public static {codec.TypeName} Read(ref {(codec.Role == CodecRole.Key ? "global::StateGen.Keys.KeyReader" : "global::StateGen.Serialization.MessagePackReader")} reader)";

    public static string Equality(CodecModel codec) => $"public static bool Equals(in {codec.TypeName} left, in {codec.TypeName} right)";

    public static string Hash(CodecModel codec) => $"public static ulong Hash(in {codec.TypeName} key)";
}
