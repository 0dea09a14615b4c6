using System.Diagnostics.CodeAnalysis;
using System.Text;
using StateGen.Checkpoints;

namespace StateGen.Contracts;

/// <summary>A storage under verification, opened as by two processes. Each rule has a folder of its own.</summary>
internal sealed class VerifiedStorage(ICheckpointStorage storage, ICheckpointStorage other, CancellationToken cancellationToken)
{
    private const int Parallel = 16;
    private string _rule = "";

    /// <summary>Gets the storage as the process that writes has it open.</summary>
    public ICheckpointStorage Storage => storage;

    /// <summary>Gets the storage as another process has it open.</summary>
    public ICheckpointStorage Other => other;

    public CancellationToken Cancellation => cancellationToken;

    /// <summary>Gets the folder of the rule that is being verified.</summary>
    public string Folder { get; private set; } = "";

    public async Task VerifyAsync((string Rule, Func<Task> Verify)[] rules)
    {
        foreach (var (rule, verify) in rules)
        {
            (_rule, Folder) = (rule, $"contract-{rule}");
            await ClearAsync().ConfigureAwait(false);
            try
            {
                await verify().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not ContractViolationException && !cancellationToken.IsCancellationRequested)
            {
                // Where the rule expects an exception, it has caught it.
                throw new ContractViolationException(storage.Location, rule, $"{exception.GetType().Name} was thrown: {exception.Message}", exception);
            }

            await ClearAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Gets the path of a file of the rule.</summary>
    public string PathOf(string name) => $"{Folder}/{name}";

    public Task WriteAsync(string name, string content) =>
        storage.WriteAsync(PathOf(name), (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(content), token).AsTask(), cancellationToken);

    public Task<bool> TryCommitAsync(ICheckpointStorage process, string name, string content) =>
        process.TryCommitAsync(PathOf(name), Encoding.UTF8.GetBytes(content), cancellationToken);

    /// <summary>Reads a file as another process; null when there is none.</summary>
    public async Task<string?> ReadAsync(string name)
    {
        var content = await other.TryOpenAsync(PathOf(name), cancellationToken).ConfigureAwait(false);
        if (content is null)
            return null;
        using var reader = new StreamReader(content, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task RequireContentAsync(string name, string? expected)
    {
        var found = await ReadAsync(name).ConfigureAwait(false);
        Require(found == expected, $"'{name}' reads {Show(found)} instead of {Show(expected)}.");
    }

    /// <summary>Checks the names of the files of the rule, as another process lists them.</summary>
    public async Task RequireNamesAsync(params string[] expected) => RequireNames(
        await other.ListAsync(Folder + "/", cancellationToken).ConfigureAwait(false), "the folder", [.. expected.Select(PathOf)]);

    public void RequireNames(IReadOnlyList<string> found, string what, IReadOnlyList<string> expected)
    {
        var difference = found.Except(expected, StringComparer.Ordinal).Concat(expected.Except(found, StringComparer.Ordinal)).FirstOrDefault();
        Require(difference is null, $"the list of {what} has {found.Count} files instead of {expected.Count}; '{difference}' is in one of the two.");
        Require(
            found.SequenceEqual(expected.Order(StringComparer.Ordinal), StringComparer.Ordinal),
            $"the list of {what} is not in ordinal order, or has a file twice.");
    }

    /// <summary>Checks that an action throws an exception of a type.</summary>
    public async Task RequireThrowsAsync<TException>(string what, Func<Task> action)
        where TException : Exception
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (TException)
        {
            // The rule asks for it.
            return;
        }

        throw Violation($"{what} did not throw {typeof(TException).Name}.");
    }

    public void Require([DoesNotReturnIf(false)] bool condition, string violation)
    {
        if (!condition)
            throw Violation(violation);
    }

    /// <summary>Does something for several items at the same time.</summary>
    public Task ForEachAsync<T>(IEnumerable<T> items, Func<T, Task> action) => System.Threading.Tasks.Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken }, (item, _) => new ValueTask(action(item)));

    public async Task ClearAsync() => await ForEachAsync(
        await storage.ListAsync(Folder, cancellationToken).ConfigureAwait(false), path => storage.DeleteAsync(path, cancellationToken)).ConfigureAwait(false);

    private ContractViolationException Violation(string found) => new(storage.Location, _rule, found);

    private static string Show(string? content) => content is null ? "nothing" : $"'{content}'";
}
