namespace StateGen.Packaging.Tests;

/// <summary>Runs the command line of the SDK, with a home of its own or that of the user.</summary>
internal static class Dotnet
{
    // No compiler or build server stays behind, and no certificate.
    private static readonly Dictionary<string, string> Quiet = new(StringComparer.Ordinal)
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
    };

    public static Task<CommandResult> RunAsync(string directory, string? home, params string[] arguments) =>
        Command.RunAsync("dotnet", directory, home is null ? Quiet : AtHome(home), arguments);

    private static Dictionary<string, string> AtHome(string home) => new(Quiet, StringComparer.Ordinal)
    {
        ["DOTNET_CLI_HOME"] = home,
        ["NUGET_PACKAGES"] = Path.Combine(home, "packages"),
    };
}
