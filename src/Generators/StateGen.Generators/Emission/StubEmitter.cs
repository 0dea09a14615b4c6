using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits the half of a property that cannot work: without it the compiler's error CS9248 would keep every analyzer silent.</summary>
internal static class StubEmitter
{
    public static string Emit(StubFileModel file) => GeneratedFile.Write(file.Type, writer => Emit(writer, file.Stub));

    public static void Emit(SourceWriter writer, StubModel stub)
    {
        var property = stub.Property;
        var message = Literal.Of($"State '{property.Name}' cannot be used: see the error {stub.DiagnosticId} of the build.");
        writer.BeginMember();
        writer.Write($"""
            {GeneratedFile.Attribute}
            {GeneratedFile.HiddenFromDebugger}
            """);
        using var body = writer.OpenBlock(property.Header);
        foreach (var accessor in new[] { property.Getter, property.Setter }.OfType<string>())
            writer.Write($"{accessor} => throw new global::System.InvalidOperationException({message});");
    }
}
