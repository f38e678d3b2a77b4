import Glibc
import Platform

let surroundings = Surroundings(
    environment: ProcessEnvironment.variables(), clock: WallClock.system)
exit(CommandLineTool.run(Array(ProcessEnvironment.arguments().dropFirst()), surroundings))
