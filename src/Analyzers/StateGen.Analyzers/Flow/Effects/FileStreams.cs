using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>
/// Recognizes streams, readers and writers over files, pipes, processes and the network. Those in memory never block. A reader or writer whose stream the
/// source does not show counts only if a constructor received it.
/// </summary>
/// <param name="code">The source of the compilation.</param>
/// <param name="cancellationToken">The token that cancels the analysis.</param>
internal sealed class FileStreams(SourceCode code, CancellationToken cancellationToken)
{
    private enum Medium
    {
        Unknown,
        Memory,
        File,
    }

    /// <summary>Indicates whether a call reads or writes a file or the like.</summary>
    public bool Touches(IInvocationOperation call) =>
        call.Instance is { } instance && IsTransfer(call.TargetMethod.Name) && IsStream(call.TargetMethod.ContainingType)
        && MediumOf(instance) == Medium.File;

    /// <summary>
    /// Indicates whether the creation of an object opens a file or a connection. A stream from which the same code reads or writes is reported there.
    /// </summary>
    public bool Opens(IObjectCreationOperation creation) => creation.Constructor is { } constructor
        && constructor.ContainingType.Name is "FileStream" or "StreamReader" or "StreamWriter" or "TcpClient"
        && (constructor.ContainingType.Name == "TcpClient"
            ? constructor.Parameters is [{ Type.SpecialType: SpecialType.System_String }, _]
            : MediumOfMade(creation) == Medium.File && !IsReported(creation) && !IsOver(creation));

    private static bool IsTransfer(string method) => !method.EndsWith("Async", StringComparison.Ordinal)
        && (method is "Flush" or "CopyTo" or "SetLength" || method.StartsWith("Read", StringComparison.Ordinal)
            || method.StartsWith("Write", StringComparison.Ordinal));

    private static bool IsStream(INamedTypeSymbol type) =>
        SymbolNames.AllOf(type)
            .Any(static name =>
                name is "System.IO.Stream" or "System.IO.TextReader" or "System.IO.TextWriter" or "System.IO.BinaryReader" or "System.IO.BinaryWriter");

    // A reader over another stream opens nothing.
    private static bool IsOver(IObjectCreationOperation creation) =>
        creation.Arguments is [{ Value: var first }, ..] && OperationContext.Unwrap(first).Type is { } type && type is INamedTypeSymbol named
            && IsStream(named);

    private static bool IsReported(IObjectCreationOperation creation)
    {
        var consumer = OperationContext.ConsumerOf(creation);
        if (consumer is IInvocationOperation { Instance: not null } call)
            return IsTransfer(call.TargetMethod.Name);
        return consumer is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
            && OperationContext.RootOf(creation).Descendants().OfType<ILocalReferenceOperation>().Any(use =>
                SymbolEqualityComparer.Default.Equals(use.Local, local)
                && use.Parent is IInvocationOperation { Instance: { } instance } used && instance == use && IsTransfer(used.TargetMethod.Name));
    }

    private Medium MediumOf(IOperation stream, int depth = 0)
    {
        var value = OperationContext.Unwrap(stream);
        if (depth > 6)
            return Medium.Unknown;
        if (MediumOf(value.Type) is { } known && known != Medium.Unknown)
            return known;
        return value switch
        {
            IObjectCreationOperation creation => MediumOfMade(creation, depth),
            IInvocationOperation { TargetMethod.ContainingType.Name: "File" or "FileInfo" } => Medium.File,
            IInvocationOperation { TargetMethod: { Name: "OpenStandardInput" } } => Medium.File,
            IInvocationOperation { TargetMethod: { Name: "Synchronized" }, Arguments: [{ Value: var inner }] } => MediumOf(inner, depth + 1),
            IPropertyReferenceOperation { Property: { ContainingType.Name: "Process", Name: "StandardOutput" or "StandardError" or "StandardInput" } } =>
                Medium.File,
            IPropertyReferenceOperation { Property: { ContainingType.Name: "Console", Name: "In" } } => Medium.File,
            IPropertyReferenceOperation { Property: { Name: "BaseStream" }, Instance: { } reader } => MediumOf(reader, depth + 1),
            ILocalReferenceOperation local when LocalVariables.FindInitialValue(local) is { } initial => MediumOf(initial, depth + 1),
            IConditionalAccessInstanceOperation when OperationContext.AccessedBy(value) is { } accessed => MediumOf(accessed, depth + 1),
            ICoalesceOperation coalesce => MediumOf(coalesce.Value, depth + 1),
            IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor }, Type: var type } =>
                MediumOfInjected(type),
            IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference when Callees.IsInSource(reference.Member) =>
                MediumOfHeld(reference, depth),
            _ => Medium.Unknown,
        };
    }

    private static Medium MediumOf(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol named)
            return Medium.Unknown;
        var names = SymbolNames.AllOf(named).ToArray();
        return Array.Exists(names, IsFile) ? Medium.File : Array.Exists(names, IsMemory) ? Medium.Memory : Medium.Unknown;
    }

    private static bool IsFile(string type) => type
        is "System.IO.FileStream" or "System.Net.Sockets.NetworkStream" or "System.Net.Security.AuthenticatedStream" or "System.IO.Pipes.PipeStream";

    private static bool IsMemory(string type) =>
        type is "System.IO.MemoryStream" or "System.IO.StringReader" or "System.IO.StringWriter" or "System.IO.UnmanagedMemoryStream";

    private Medium MediumOfMade(IObjectCreationOperation creation, int depth = 0)
    {
        if (MediumOf(creation.Type) is { } known && known != Medium.Unknown)
            return known;
        if (creation.Type is not { Name: var name }
            || creation.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value is not { } first)
            return Medium.Unknown;
        return first.Type?.SpecialType == SpecialType.System_String
            ? name is "StreamReader" or "StreamWriter" ? Medium.File : Medium.Unknown
            : MediumOf(first, depth + 1);
    }

    private Medium MediumOfHeld(IMemberReferenceOperation reference, int depth)
    {
        var media = code.ValuesOf(reference.Member, cancellationToken).Select(value => MediumOf(value, depth + 1)).ToArray();
        return media.Contains(Medium.File) ? Medium.File : Medium.Unknown;
    }

    private static Medium MediumOfInjected(ITypeSymbol? type) =>
        type?.Name is "BinaryReader" or "StreamReader" or "StreamWriter" or "TextReader" ? Medium.File : Medium.Unknown;
}
