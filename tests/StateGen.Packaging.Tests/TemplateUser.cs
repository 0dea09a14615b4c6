namespace StateGen.Packaging.Tests;

/// <summary>Somebody who has installed the templates from the local feed.</summary>
public sealed class TemplateUser(LocalFeed feed) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await SucceedAsync("", "new", "install", $"StateGen.Templates@{Build.PackageVersion}");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal Task<CommandResult> RunAsync(string directory, params string[] arguments) => feed.RunAsync(directory, arguments);

    internal async Task<CommandResult> SucceedAsync(string directory, params string[] arguments)
    {
        var result = await RunAsync(directory, arguments);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {result.Output}");
        return result;
    }

    internal string PathOf(string file) => Path.Combine(feed.Root, file);

    internal Task WriteAsync(string file, string text) => File.WriteAllTextAsync(PathOf(file), text);

    /// <summary>Replaces text that must be there.</summary>
    internal async Task EditAsync(string file, string text, string replacement)
    {
        var before = await ReadAsync(file);
        Assert.Contains(text, before, StringComparison.Ordinal);
        await WriteAsync(file, before.Replace(text, replacement, StringComparison.Ordinal));
    }

    internal async Task<string> ReadAsync(string file) => (await File.ReadAllTextAsync(PathOf(file))).ReplaceLineEndings("\n");
}
