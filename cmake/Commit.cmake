# Writes the commit that is built to FILE, if it is another one than before: cmake -DFILE=... -DSOURCE=... -P Commit.cmake
# Empty where the source is no repository.
execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --abbrev=12 --exclude=* OUTPUT_VARIABLE COMMIT
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
file(WRITE ${FILE}.tmp "inline constexpr const char *CommitOfBuild = \"${COMMIT}\";\n")
file(COPY_FILE ${FILE}.tmp ${FILE} ONLY_IF_DIFFERENT)
