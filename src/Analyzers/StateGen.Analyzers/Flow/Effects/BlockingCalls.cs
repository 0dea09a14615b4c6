using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>
/// Recognizes blocking calls: calls that wait for time to pass, for tasks, for other threads or processes, for input, or for files, databases and the
/// network.
/// </summary>
internal sealed class BlockingCalls : EffectKind
{
    private const string Awaiters = "System.Runtime.CompilerServices";

    private static readonly ImmutableHashSet<string> Names = new (string Type, string Members)[]
    {
        ("System.Collections.Concurrent.BlockingCollection", "AddToAny GetConsumingEnumerable Take TakeFromAny"),
        ("System.Console", "Read ReadKey ReadLine"),
        ("System.Data.Common.DbBatch", "ExecuteNonQuery ExecuteReader ExecuteScalar Prepare"),
        ("System.Data.Common.DbDataAdapter", "Fill FillSchema Update"),
        ("System.Data.Common.DbDataSource", "OpenConnection"),
        ("System.Data.IDataReader", "NextResult Read"),
        ("System.Data.IDbCommand", "ExecuteNonQuery ExecuteReader ExecuteScalar Prepare"),
        ("System.Data.IDbConnection", "BeginTransaction ChangeDatabase Open"),
        ("System.Data.IDbTransaction", "Commit Rollback"),
        ("System.Diagnostics.Process", "Kill Start WaitForExit WaitForInputIdle"),
        ("System.GC", "WaitForFullGCApproach WaitForFullGCComplete WaitForPendingFinalizers"),
        ("System.IO.FileSystemWatcher", "WaitForChanged"),
        ("System.IO.MemoryMappedFiles.MemoryMappedFile", "CreateFromFile"),
        ("System.IO.Path", "Exists"),
        ("System.IO.Pipes.NamedPipeClientStream", "Connect"),
        ("System.IO.Pipes.NamedPipeServerStream", "WaitForConnection"),
        ("System.Net.Dns", "GetHostAddresses GetHostByAddress GetHostByName GetHostEntry Resolve"),
        ("System.Net.Http.HttpMessageInvoker", "Send"),
        ("System.Net.HttpListener", "GetContext"),
        ("System.Net.Mail.SmtpClient", "Send"),
        ("System.Net.NetworkInformation.Ping", "Send"),
        ("System.Net.Security.SslStream", "AuthenticateAsClient AuthenticateAsServer"),
        ("System.Net.Sockets.Socket", "Accept Connect Disconnect Poll Receive ReceiveFrom ReceiveMessageFrom Select Send SendFile SendTo"),
        ("System.Net.Sockets.TcpClient", "Connect"),
        ("System.Net.Sockets.TcpListener", "AcceptSocket AcceptTcpClient"),
        ("System.Net.Sockets.UdpClient", "Receive Send"),
        ("System.Net.WebClient", "DownloadData DownloadFile DownloadString OpenRead OpenWrite UploadData UploadFile UploadString UploadValues"),
        ("System.Net.WebRequest", "GetRequestStream GetResponse"),
        ($"{Awaiters}.ConfiguredTaskAwaitable.ConfiguredTaskAwaiter", "GetResult"),
        ($"{Awaiters}.ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter", "GetResult"),
        ($"{Awaiters}.TaskAwaiter", "GetResult"),
        ($"{Awaiters}.ValueTaskAwaiter", "GetResult"),
        ("System.Threading.Barrier", "SignalAndWait"),
        ("System.Threading.CountdownEvent", "Wait"),
        ("System.Threading.ManualResetEventSlim", "Wait"),
        ("System.Threading.Monitor", "Wait"),
        ("System.Threading.ReaderWriterLock", "AcquireReaderLock AcquireWriterLock UpgradeToWriterLock"),
        ("System.Threading.ReaderWriterLockSlim",
            "EnterReadLock EnterUpgradeableReadLock EnterWriteLock TryEnterReadLock TryEnterUpgradeableReadLock TryEnterWriteLock"),
        ("System.Threading.SemaphoreSlim", "Wait"),
        ("System.Threading.SpinWait", "SpinOnce SpinUntil"),
        ("System.Threading.Tasks.Task", "Result Wait WaitAll WaitAny"),
        ("System.Threading.Tasks.TaskAsyncEnumerableExtensions", "ToBlockingEnumerable"),
        ("System.Threading.Tasks.ValueTask", "Result"),
        ("System.Threading.Thread", "Join Sleep SpinWait"),
        ("System.Threading.WaitHandle", "SignalAndWait WaitAll WaitAny WaitOne"),
    }.SelectMany(static known => known.Members.Split(' ').Select(member => $"{known.Type}.{member}")).ToImmutableHashSet(StringComparer.Ordinal);

    // Every method of these types touches the disk, except asynchronous ones.
    private static readonly ImmutableHashSet<string> OfFiles = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.IO.Compression.ZipFile", "System.IO.Compression.ZipFileExtensions", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.File",
        "System.IO.FileInfo", "System.IO.FileSystemInfo", "System.IO.RandomAccess");

    // The properties of files and directories that are read from the disk.
    private static readonly ImmutableHashSet<string> OnDisk = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Attributes", "CreationTime", "CreationTimeUtc", "Exists", "IsReadOnly", "LastAccessTime", "LastAccessTimeUtc", "LastWriteTime", "LastWriteTimeUtc",
        "Length", "LinkTarget", "UnixFileMode");

    public override Effect? Find(IOperation operation, EffectSearch search, CancellationToken cancellationToken) => operation switch
    {
        IInvocationOperation { TargetMethod: var method } call when !call.Arguments.Any(IsNoTime) && IsBlocking(call, search.Code, cancellationToken) =>
            Describe(method),
        IPropertyReferenceOperation { Property: { Name: "Result" } property, Instance: { } task } when IsKnown(property) && !CompletedTasks.IsDone(task) =>
            Describe(property),
        IPropertyReferenceOperation { Property: var property } when IsOnDisk(property) => Describe(property),
        IMethodReferenceOperation { Method: var method } reference when Callees.RunsInPlace(reference) => Find(method),
        IObjectCreationOperation creation when new FileStreams(search.Code, cancellationToken).Opens(creation) =>
            new($"new {creation.Constructor!.ContainingType.Name}()"),
        _ => null,
    };

    public override Effect? Find(IMethodSymbol method) => IsKnown(method) || IsOfFile(method) ? Describe(method) : null;

    private static Effect Describe(ISymbol member) => new(SymbolNames.Short(member));

    private static bool IsBlocking(IInvocationOperation call, SourceCode code, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        if (Callees.IsInSource(method) || method.Name.EndsWith("Async", StringComparison.Ordinal))
            return false;
        if (IsKnown(method))
            return !(method.Name == "GetResult" && call.Instance is { } awaiter && CompletedTasks.IsDone(awaiter));
        return (MayWait(method) && method.Parameters.Any(IsTimeout)) || IsDocument(method)
            || IsOfFile(method) || new FileStreams(code, cancellationToken).Touches(call);
    }

    // Methods that wait only with a timeout.
    private static bool MayWait(IMethodSymbol method) => method is { Name: "TryTake" or "TryAdd", ContainingType.Name: "BlockingCollection" }
        or { Name: "TryEnter", ContainingType.Name: "Monitor" or "Lock" };

    // Documents that are loaded from a file and saved to one.
    private static bool IsDocument(IMethodSymbol method) =>
        method is { Name: "Load" or "Save", ContainingType.Name: "XDocument" or "XElement" or "XmlDocument" }
        && method.Parameters is [{ Type.SpecialType: SpecialType.System_String }, ..];

    private static bool IsKnown(ISymbol member) =>
        member.ContainingType is { Name: not "DataTableReader" } type && !Callees.IsInSource(member)
        && SymbolNames.AllOf(type).Any(name => Names.Contains($"{name}.{member.Name}"));

    private static bool IsOnDisk(IPropertySymbol property) =>
        OnDisk.Contains(property.Name) && property.ContainingType is { } type && OfFiles.Contains(SymbolNames.Of(type));

    private static bool IsOfFile(IMethodSymbol method) => method.ContainingType is { } type && OfFiles.Contains(SymbolNames.Of(type))
        && method.MethodKind == MethodKind.Ordinary && !method.Name.EndsWith("Async", StringComparison.Ordinal)
        && method.Name is not ("ToString" or "GetHashCode" or "Equals" or "GetType" or "CreateTempSubdirectory");

    // A call with a timeout of zero does not block.
    private static bool IsNoTime(IArgumentOperation argument) => argument.Parameter is { } parameter && IsTimeout(parameter)
        && OperationContext.Unwrap(argument.Value) is var value && (value is { ConstantValue: { HasValue: true, Value: 0 } } or IDefaultValueOperation
            or IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } }
            or IObjectCreationOperation { Arguments.IsEmpty: true, Type.Name: "TimeSpan" }
            or IInvocationOperation { TargetMethod.ContainingType.Name: "TimeSpan",
                Arguments: [{ Value.ConstantValue: { HasValue: true, Value: 0 or 0L or 0d } }, ..] });

    private static bool IsTimeout(IParameterSymbol parameter) => parameter.Name is "microSeconds"
        || parameter.Name.IndexOf("timeout", StringComparison.OrdinalIgnoreCase) >= 0;
}
